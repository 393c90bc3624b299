// What people decided about a message, with their words.
import type { ReactElement } from "react";
import type { Decision } from "@/api/types";
import { LabelWord } from "@/mail/label";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
import { Section } from "@/ui/page";
import { Time } from "@/ui/time";

export function Decisions({ decisions }: { decisions: readonly Decision[] }): ReactElement {
  return (
    <Section title={say("decisions.title")} flush>
      {decisions.length === 0 && <p className="text-quiet p-4">{say("decisions.none")}</p>}
      <ul className="divide-line divide-y">
        {decisions.toReversed().map((decision) => (
          <li key={decision.id} className="px-4 py-2.5">
            <p className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium">{say.value("decision", decision.kind)}</span>
              {decision.kind === "report" && decision.label && <LabelWord label={decision.label} />}
            </p>
            {decision.note && (
              <p className="text-pretty">
                <Hostile>{decision.note}</Hostile>
              </p>
            )}
            <p className="text-quiet flex flex-wrap gap-x-2 text-sm">
              <Hostile>{decision.actor_name}</Hostile>
              <Time at={decision.decided_at} form="full" />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
