import type { ReactElement } from "react";
import type { Hit } from "@/api/types";
import { Hostile } from "@/ui/hostile";

/** The lines around what was searched for, with the words marked. */
export function Snippet({ pieces }: { pieces: Hit["snippet"] }): ReactElement {
  return (
    <>
      {pieces.map((piece, place) =>
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
