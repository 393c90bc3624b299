import type { ReactElement } from "react";
import type { Hit } from "@/api/types";
import { Hostile } from "@/ui/hostile";

type Pieces = Hit["snippet"];

/** What a line can spare for the words before the first hit. */
const LEAD = 28;

/** The pieces with a long lead cut, so that the first hit is in sight on one line. */
export function withHitInSight(pieces: Pieces): Pieces {
  const [lead, ...rest] = pieces;
  if (!lead || lead.marked || rest.length === 0 || lead.text.length <= LEAD) return pieces;
  const end = lead.text.slice(-LEAD);
  return [{ text: `… ${end.slice(end.indexOf(" ") + 1)}`, marked: false }, ...rest];
}

/** The lines around what was searched for, with the words marked. */
export function Snippet({ pieces }: { pieces: Pieces }): ReactElement {
  return (
    <>
      {withHitInSight(pieces).map((piece, place) =>
        piece.marked ? (
          <mark key={place} className="bg-mark text-ink rounded-xs px-0.5">
            <Hostile>{piece.text}</Hostile>
          </mark>
        ) : (
          <Hostile key={place}>{piece.text}</Hostile>
        ),
      )}
    </>
  );
}
