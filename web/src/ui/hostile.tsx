// Text a stranger wrote: always a text node, its hidden characters shown, its direction fenced in.
import type { ReactElement } from "react";
import { reveal, type Piece } from "@/ui/hidden-characters";
import { say } from "@/ui/words";

const LIMIT = 4_000;

interface HostileProps {
  children: string;
  className?: string;
}

export function Hostile({ children, className }: HostileProps): ReactElement {
  const text = children.length > LIMIT ? `${children.slice(0, LIMIT)}…` : children;
  return (
    <bdi className={className}>
      {reveal(text).map((piece, place) =>
        piece.kind === "text" ? piece.text : <Mark key={place} piece={piece} />,
      )}
    </bdi>
  );
}

type Marked = Exclude<Piece, { kind: "text" }>;

function Mark({ piece }: { piece: Marked }): ReactElement {
  if (piece.kind === "foreign") {
    return (
      <span
        title={say("foreign.title", { code: piece.code, script: piece.script })}
        className="text-critical underline decoration-dotted decoration-2 underline-offset-2"
      >
        {piece.text}
      </span>
    );
  }
  return (
    <span
      title={say("hidden.title", { code: piece.code, name: piece.name })}
      className="bg-critical-soft text-critical mx-px rounded-sm px-1 font-mono text-[0.75em]"
    >
      {piece.count > 1 ? `${piece.name}×${piece.count}` : piece.name}
    </span>
  );
}
