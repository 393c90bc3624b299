import type { ReactElement } from "react";
import type { Analysis } from "@/api/types";
import { say } from "@/mail/words";
import { formatNumber, formatWeight } from "@/ui/format";

interface Tile {
  name: string;
  figure: string;
  detail: string;
}

const share = (value: number | null) => (value === null ? "–" : formatWeight(value));

function tilesOf(analysis: Analysis): Tile[] {
  const { messages, caught, caught_share, catch_rate, catch_interval } = analysis;
  const bad = analysis.bad_caught + analysis.bad_missed;
  const good = analysis.good_caught + analysis.good_passed;
  return [
    {
      name: say("analysis.messages"),
      figure: formatNumber(messages),
      detail: say("analysis.messages.detail", { caught, share: share(caught_share) }),
    },
    {
      name: say("analysis.rate"),
      figure: share(catch_rate),
      detail: catch_interval
        ? say("analysis.interval", {
            low: formatWeight(catch_interval.low),
            high: formatWeight(catch_interval.high),
            n: bad,
          })
        : say("analysis.rate.none"),
    },
    {
      name: say("analysis.missed"),
      figure: formatNumber(analysis.bad_missed),
      detail: say.count("analysis.missed.detail", bad),
    },
    {
      name: say("analysis.wrong"),
      figure: formatNumber(analysis.good_caught),
      detail: say.count("analysis.wrong.detail", good),
    },
  ];
}

export function AnalysisTiles({ analysis }: { analysis: Analysis }): ReactElement {
  return (
    <ul className="border-line bg-line grid gap-px overflow-hidden rounded-lg border sm:grid-cols-2 xl:grid-cols-4">
      {tilesOf(analysis).map(({ name, figure, detail }) => (
        <li key={name} className="bg-surface px-4 py-3">
          <span className="label block">{name}</span>
          <span className="mt-0.5 block text-2xl font-semibold tracking-tight">{figure}</span>
          <span className="text-quiet block text-sm text-pretty">{detail}</span>
        </li>
      ))}
    </ul>
  );
}
