// Releasing and deleting held messages: pending at once, done only on the server's word.
import { useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "@/api/client";
import type { Outcome } from "@/api/types";
import { withState } from "@/mail/live-rows";
import { say } from "@/mail/words";
import { report, reportProblem } from "@/ui/toast";

export type Act = "release" | "delete";
const DONE = { release: "released", delete: "deleted" } as const;
/** What one request may carry. */
const BATCH = 200;

interface Decision {
  act: Act;
  ids: readonly string[];
  reason: string;
}

function send(act: Act, body: { ids: string[]; reason: string }) {
  return act === "release"
    ? answer(client.POST("/api/v1/mail/quarantine/release", { body }))
    : answer(client.POST("/api/v1/mail/quarantine/delete", { body }));
}

export async function decide({ act, ids, reason }: Decision): Promise<Outcome[]> {
  const results: Outcome[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    results.push(...(await send(act, { ids: batch, reason })).results);
  }
  return results;
}

/** What happened, in at most two sentences: how many are done, and why others are not. */
export function summarise(act: Act, results: readonly Outcome[]): [title: string, detail: string] {
  const done = results.filter((result) => result.outcome === DONE[act]).length;
  const others = results.filter((result) => result.outcome !== DONE[act]);
  const reasons = new Set(others.map((other) => say.value("outcome", other.outcome)));
  const left = others.length
    ? say.count("done.others", others.length, { detail: [...reasons].join(", ") })
    : "";
  return [done ? say.count(`done.${DONE[act]}`, done) : say("done.nothing"), left];
}

export interface Decider {
  decide: (decision: Decision) => void;
  isPending: (id: string) => boolean;
  busy: boolean;
}

export function useDecider(onDone?: () => void): Decider {
  const queryClient = useQueryClient();
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const mutation = useMutation({
    mutationFn: decide,
    onMutate: ({ ids }) => setPending(new Set(ids)),
    onSettled: () => setPending(new Set()),
    onError: reportProblem,
    onSuccess: (results, { act }) => {
      report(...summarise(act, results));
      for (const { id, outcome } of results) {
        if (outcome !== DONE[act]) continue;
        queryClient.setQueriesData<InfiniteData<never>>(
          { queryKey: ["mail", "quarantine"] },
          (data) => data && withState(data, id, DONE[act]),
        );
        void queryClient.invalidateQueries({ queryKey: ["mail", "message", id] });
      }
      void queryClient.invalidateQueries({ queryKey: ["mail", "messages"] });
      void queryClient.invalidateQueries({ queryKey: ["mail", "overview"] });
      onDone?.();
    },
  });
  return {
    decide: mutation.mutate,
    isPending: (id) => pending.has(id),
    busy: mutation.isPending,
  };
}
