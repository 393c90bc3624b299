// Text a stranger wrote: always a text node, its hidden characters shown, its direction fenced in.
import type { ReactElement } from "react";
import { reveal } from "@/ui/hidden-characters";
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
        piece.kind === "text" ? (
          piece.text
        ) : (
          <span
            key={place}
            title={say("hidden.title", { code: piece.code, name: piece.name })}
            className="bg-critical-soft text-critical mx-px rounded-sm px-1 font-mono text-[0.75em]"
          >
            {piece.count > 1 ? `${piece.name}×${piece.count}` : piece.name}
          </span>
        ),
      )}
    </bdi>
  );
}
