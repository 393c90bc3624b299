// The verdict that was given and the one that would be, side by side, and what makes the difference.
import { Minus, Plus, Scale } from "lucide-react";
import type { ReactElement } from "react";
import type { Compared, Outline } from "@/api/types";
import { changesOf, type Change } from "@/mail/what-if";
import { say } from "@/mail/words";
import { formatWeight } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Fact, Facts, Section } from "@/ui/page";
import { severityOfScore, SeverityShape } from "@/ui/severity";
import { DispositionWord } from "@/ui/status";

export function Comparison({ compared }: { compared: Compared }): ReactElement {
  const { stored, supposed, changes } = compared;
  return (
    <>
      <p role="status" className="font-semibold">
        {say(changes ? "whatIf.changes" : "whatIf.same")}{" "}
        <span className="text-quiet font-normal">{say("whatIf.nothing")}</span>
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <Section title={say("whatIf.stored")}>
          {stored ? <Side outline={stored} /> : <p>{say("verdict.none")}</p>}
        </Section>
        <Section title={say("whatIf.supposed")}>
          <Side outline={supposed} />
        </Section>
      </div>
      <Changes changes={changesOf(stored, supposed)} />
    </>
  );
}

function Side({ outline }: { outline: Outline }): ReactElement {
  const { score, suspected, disposition, policy, reasons, mitigations, withheld } = outline;
  return (
    <>
      <p className="mb-3 flex items-center gap-3">
        <span className="flex items-center gap-2 text-2xl font-semibold tracking-tight">
          <SeverityShape severity={severityOfScore(score)} />
          <span aria-hidden="true">{score}</span>
          <span className="sr-only">{say("verdict.score", { score })}</span>
        </span>
        <DispositionWord disposition={disposition} />
      </p>
      <Facts>
        <Fact term={say("whatIf.rule")}>
          <Hostile>{policy}</Hostile>
        </Fact>
        <Fact term={say("whatIf.suspected")}>{suspected ?? "–"}</Fact>
        <Fact term={say("whatIf.signs")}>{reasons.length}</Fact>
        <Fact term={say("innocence.title")}>{mitigations.length}</Fact>
        {withheld.length > 0 && <Fact term={say("whatIf.withheld")}>{withheld.length}</Fact>}
      </Facts>
    </>
  );
}

const ICONS = { gone: Minus, new: Plus, weight: Scale } as const;

function Changes({ changes }: { changes: readonly Change[] }): ReactElement {
  return (
    <Section title={say("whatIf.differences")} flush>
      {changes.length === 0 && <p className="text-quiet p-4">{say("whatIf.differences.none")}</p>}
      <ul className="divide-line divide-y">
        {changes.map((change) => (
          <Row key={change.reason.id} change={change} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ change }: { change: Change }): ReactElement {
  const Icon = ICONS[change.kind];
  const weight = formatWeight(change.reason.weight);
  const weighed =
    change.kind === "weight"
      ? say("whatIf.weights", { before: formatWeight(change.before), weight })
      : weight;
  return (
    <li className="flex items-start gap-2.5 px-4 py-2.5">
      <Icon aria-hidden="true" className="text-quiet mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        <span className="text-quiet text-sm">{say(`whatIf.change.${change.kind}`)}</span>{" "}
        <span className="font-medium">{change.reason.title}</span>
        <span className="text-quiet block text-sm text-pretty">
          <Hostile>{change.reason.sentence}</Hostile>
        </span>
      </span>
      <span className="text-sm font-medium">{weighed}</span>
    </li>
  );
}
