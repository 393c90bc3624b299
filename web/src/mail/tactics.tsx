import type { ReactElement } from "react";
import type { Analysis } from "@/api/types";
import { tacticName } from "@/mail/tags";
import { say } from "@/mail/words";
import { formatNumber } from "@/ui/format";
import { Section } from "@/ui/page";

const SHOWN = 9;

export function Tactics({ tactics }: { tactics: Analysis["tactics"] }): ReactElement {
  const shown = tactics.slice(0, SHOWN);
  const most = Math.max(1, ...shown.map((tactic) => tactic.messages));
  return (
    <Section title={say("analysis.tactics")}>
      {shown.length === 0 && <p className="text-quiet">{say("analysis.tactics.none")}</p>}
      <ol className="space-y-2">
        {shown.map((tactic) => (
          <li key={tactic.name}>
            <p className="flex items-baseline justify-between gap-3">
              <span className="truncate">{tacticName(tactic.name)}</span>
              <span className="font-medium">{formatNumber(tactic.messages)}</span>
            </p>
            <div aria-hidden="true" className="bg-sunken mt-0.5 h-1 rounded-full">
              <div
                className="bg-accent h-1 rounded-full"
                style={{ width: `${(tactic.messages / most) * 100}%` }}
              />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
