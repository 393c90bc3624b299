import type { ReactElement } from "react";
import type { Verdict } from "@/api/types";
import { say } from "@/mail/words";
import { formatMilliseconds } from "@/ui/format";
import { severityOfScore, SeverityShape } from "@/ui/severity";
import { DispositionWord } from "@/ui/status";

/** The verdict in one sentence, with its score. */
export function VerdictLine({ verdict }: { verdict: Verdict | null }): ReactElement {
  if (!verdict) {
    return (
      <p>
        <strong className="font-semibold">{say("verdict.none")}.</strong>{" "}
        {say("verdict.none.detail")}
      </p>
    );
  }
  return (
    <div className="flex items-start gap-3">
      <p
        title={say("verdict.score", { score: verdict.score })}
        className="flex shrink-0 items-center gap-2 text-2xl font-semibold tracking-tight"
      >
        <SeverityShape severity={severityOfScore(verdict.score)} />
        <span aria-hidden="true">{verdict.score}</span>
        <span className="sr-only">{say("verdict.score", { score: verdict.score })}</span>
      </p>
      <div className="pt-0.5">
        <p className="flex flex-wrap items-center gap-x-2 font-semibold">
          <DispositionWord disposition={verdict.disposition} />
          <span>{say.value("verdict", verdict.disposition)}</span>
        </p>
        <p className="text-quiet text-sm">
          {say("verdict.policy", {
            policy: verdict.policy,
            time: formatMilliseconds(verdict.milliseconds),
          })}
        </p>
      </div>
    </div>
  );
}
