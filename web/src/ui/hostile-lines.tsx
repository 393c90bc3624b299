import type { ReactElement } from "react";
import { Hostile } from "@/ui/hostile";

/** Text of several lines: each line fenced in by itself, so that none can turn the next around. */
export function HostileLines({ text }: { text: string }): ReactElement[] {
  return text.split(/\r?\n/).map((line, place) => (
    <span key={place}>
      <Hostile>{line}</Hostile>
      {"\n"}
    </span>
  ));
}
