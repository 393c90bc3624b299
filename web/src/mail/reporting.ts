// Saying what messages are: pending at once, done only on the server's word.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "@/api/client";
import type { Reported, ReportOutcome } from "@/api/types";
import { say } from "@/mail/words";
import { report, reportProblem } from "@/ui/toast";

export const REPORTED = ["phish", "spam", "ham"] as const satisfies readonly Reported[];
/** What one request may carry. */
const BATCH = 200;

export interface Report {
  ids: readonly string[];
  verdict: Reported;
  note: string;
}

export async function sendReports({ ids, verdict, note }: Report): Promise<ReportOutcome[]> {
  const results: ReportOutcome[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const body = { ids: ids.slice(start, start + BATCH), verdict, note };
    const found = await answer(client.POST("/api/v1/mail/messages/report", { body }));
    results.push(...found.results);
  }
  return results;
}

/** What happened, in at most two sentences. */
export function summariseReports(
  verdict: Reported,
  results: readonly ReportOutcome[],
): [title: string, detail: string] {
  const done = results.filter((result) => result.outcome === "recorded").length;
  const left = results.length - done;
  return [
    done ? say.count(`reported.${verdict}`, done) : say("done.nothing"),
    left ? say.count("reported.others", left) : "",
  ];
}

export interface Reporter {
  report: (report: Report) => void;
  isPending: (id: string) => boolean;
  busy: boolean;
}

export function useReporter(onDone?: () => void): Reporter {
  const queryClient = useQueryClient();
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const mutation = useMutation({
    mutationFn: sendReports,
    onMutate: ({ ids }) => setPending(new Set(ids)),
    onSettled: () => setPending(new Set()),
    onError: reportProblem,
    onSuccess: (results, { verdict }) => {
      report(...summariseReports(verdict, results));
      for (const { id } of results) {
        void queryClient.invalidateQueries({ queryKey: ["mail", "message", id] });
      }
      for (const part of ["messages", "quarantine", "analysis", "decisions"]) {
        void queryClient.invalidateQueries({ queryKey: ["mail", part] });
      }
      onDone?.();
    },
  });
  return {
    report: mutation.mutate,
    isPending: (id) => pending.has(id),
    busy: mutation.isPending,
  };
}
