import type { ReactElement } from "react";
import { Hostile } from "@/ui/hostile";

/** The text with no more than one empty line in a row: mail is full of them. */
export function closeUp(text: string): string {
  return text.replace(/(\r?\n[ \t]*){3,}/g, "\n\n").trim();
}

/** Text of several lines: each line fenced in by itself, so that none can turn the next around. */
export function HostileLines({ text }: { text: string }): ReactElement[] {
  return text.split(/\r?\n/).map((line, place) => (
    <span key={place}>
      <Hostile>{line}</Hostile>
      {"\n"}
    </span>
  ));
}
