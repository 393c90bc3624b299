// Every detector that fired, and how often people found it right.
import { Link } from "@tanstack/react-router";
import { ArrowDown } from "lucide-react";
import type { ReactElement } from "react";
import type { DetectorFigures } from "@/api/types";
import { ORDERS, sorted, type Order } from "@/mail/sorting";
import { say } from "@/mail/words";
import { formatNumber, formatWeight } from "@/ui/format";
import { Section } from "@/ui/page";

interface DetectorTableProps {
  detectors: readonly DetectorFigures[];
  order: Order;
}

/** The columns, in the order they stand: the name first. */
const COLUMNS: readonly Order[] = ["name", ...ORDERS.filter((order) => order !== "name")];

export function DetectorTable({ detectors, order }: DetectorTableProps): ReactElement {
  return (
    <Section
      title={say("detectors.title")}
      aside={<span className="text-quiet text-sm">{say("detectors.note")}</span>}
      flush
    >
      {/* A region that scrolls must be reachable by key. */}
      <div
        tabIndex={0}
        role="group"
        aria-label={say("detectors.title")}
        className="max-h-128 overflow-auto"
      >
        <table aria-label={say("detectors.title")} className="w-full">
          <thead className="label bg-surface sticky top-0 z-10">
            <tr className="h-9 [&>th]:px-4 [&>th]:font-medium">
              {COLUMNS.map((column) => (
                <Head key={column} column={column} order={order} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted(detectors, order).map((detector) => (
              <Row key={detector.id} detector={detector} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Head({ column, order }: { column: Order; order: Order }): ReactElement {
  const chosen = column === order;
  const ascending = column === "name";
  return (
    <th
      scope="col"
      aria-sort={chosen ? (ascending ? "ascending" : "descending") : undefined}
      className={ascending ? "text-left" : "text-right"}
    >
      <Link
        to="/mail/analysis"
        search={(before) => ({ ...before, order: column === "hits" ? undefined : column })}
        replace
        className={`inline-flex items-center gap-1 ${chosen ? "text-ink" : "hover:text-ink"}`}
      >
        {say(`detectors.${column}`)}
        {chosen && (
          <ArrowDown aria-hidden="true" className={`size-3 ${ascending ? "rotate-180" : ""}`} />
        )}
      </Link>
    </th>
  );
}

function Row({ detector }: { detector: DetectorFigures }): ReactElement {
  return (
    <tr className="border-line/70 border-t align-top [&>*]:px-4 [&>*]:py-2">
      <th scope="row" className="min-w-64 text-left font-normal">
        <span className="font-medium">{detector.title}</span>
        <span className="text-quiet block text-sm text-pretty">{detector.description}</span>
      </th>
      <td className="text-right">{formatNumber(detector.fired)}</td>
      <td className="text-right">
        <Precision detector={detector} />
      </td>
      <td className="text-right">{formatNumber(detector.confirmed_bad)}</td>
      <td className="text-right">{formatNumber(detector.confirmed_good)}</td>
    </tr>
  );
}

/** The share, and between which bounds it lies: a few decisions tell little. */
function Precision({ detector }: { detector: DetectorFigures }): ReactElement {
  const { precision, interval } = detector;
  if (precision === null || !interval) {
    return <span className="text-quiet text-sm">{say("detectors.undecided")}</span>;
  }
  const bounds = { low: formatWeight(interval.low), high: formatWeight(interval.high) };
  return (
    <span className="inline-block w-36">
      <span className="font-medium">{formatWeight(precision)}</span>{" "}
      <span className="text-quiet text-sm">{say("detectors.interval", bounds)}</span>
      <span aria-hidden="true" className="bg-sunken relative mt-1 block h-1.5 rounded-full">
        <span
          className="bg-accent/35 absolute h-1.5 rounded-full"
          style={{
            left: `${interval.low * 100}%`,
            width: `${Math.max(2, (interval.high - interval.low) * 100)}%`,
          }}
        />
        <span
          className="bg-accent absolute -top-0.5 h-2.5 w-0.5 rounded-full"
          style={{ left: `min(calc(100% - 2px), ${precision * 100}%)` }}
        />
      </span>
    </span>
  );
}
