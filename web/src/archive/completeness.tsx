import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { completenessQuery } from "@/archive/queries";
import { say } from "@/archive/words";
import { report } from "@/ui/toast";

/** Whether everything that is kept can be found. */
export function CompletenessBadge(): ReactElement | null {
  const { data } = useQuery({ ...completenessQuery, refetchInterval: 60_000 });
  if (!data) return null;
  if (data.complete) {
    return (
      <span className="text-quiet flex items-center gap-1.5 text-sm">
        <CircleCheck aria-hidden="true" className="text-accent size-4" />
        {say("complete", { n: data.messages })}
      </span>
    );
  }
  const sentence = say.count("incomplete", data.missing_total);
  return (
    <button
      type="button"
      onClick={() => report(sentence, data.missing.join("\n"))}
      className="text-high border-high/40 flex items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-sm font-medium"
    >
      <TriangleAlert aria-hidden="true" className="size-4" />
      {sentence}
    </button>
  );
}
