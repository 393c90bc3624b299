// What speaks for a message, beside what speaks against it.
import { ShieldCheck } from "lucide-react";
import type { ReactElement } from "react";
import type { Mitigation, Verdict } from "@/api/types";
import { say } from "@/mail/words";
import { formatWeight } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Section } from "@/ui/page";

function Row({ mitigation }: { mitigation: Mitigation }): ReactElement {
  const strength = formatWeight(mitigation.strength);
  return (
    <li className="flex items-start gap-2.5 px-4 py-2.5">
      <ShieldCheck aria-hidden="true" className="text-accent mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 flex-1 text-pretty">
        <Hostile>{mitigation.sentence}</Hostile>
      </span>
      <span title={say("innocence.strength", { strength })} className="text-sm font-medium">
        <span className="sr-only">{say("innocence.strength", { strength })}</span>
        <span aria-hidden="true">{say("innocence.minus", { strength })}</span>
      </span>
    </li>
  );
}

export function Innocence({ verdict }: { verdict: Verdict }): ReactElement {
  const { mitigations, suspected, score } = verdict;
  const lowered = suspected !== null && suspected > score;
  return (
    <Section title={say("innocence.title")} flush>
      {mitigations.length === 0 && <p className="text-quiet p-4">{say("innocence.none")}</p>}
      <ul className="divide-line divide-y">
        {mitigations.map((one) => (
          <Row key={one.id} mitigation={one} />
        ))}
      </ul>
      {lowered && (
        <p className="border-line text-quiet border-t px-4 py-2.5 text-sm">
          {say("innocence.lowered", { suspected, score })}
        </p>
      )}
    </Section>
  );
}
