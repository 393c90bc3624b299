import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { MailOverview } from "@/api/types";
import { say } from "@/overview/words";
import { formatNumber } from "@/ui/format";

/** Each figure leads to the messages it counts. */
const TILES = [
  { figure: "received", search: {} },
  { figure: "delivered", search: { state: "delivered" } },
  { figure: "tagged", search: { disposition: "tag" } },
  { figure: "held", search: { disposition: "hold" } },
  { figure: "rejected", search: { disposition: "reject" } },
  { figure: "bounced", search: { state: "bounced" } },
] as const;

export function Tiles({ overview }: { overview: MailOverview }): ReactElement {
  return (
    <ul className="border-line bg-line grid grid-cols-2 gap-px overflow-hidden rounded-lg border sm:grid-cols-3 xl:grid-cols-6">
      {TILES.map(({ figure, search }) => (
        <li key={figure} className="bg-surface">
          <Link
            to="/mail/messages"
            search={{ ...search, received_after: overview.since }}
            className="hover:bg-canvas block px-4 py-3 -outline-offset-2"
          >
            <span className="label block">{say(`tile.${figure}`)}</span>
            <span className="mt-0.5 block text-2xl font-semibold tracking-tight">
              {formatNumber(overview[figure])}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
