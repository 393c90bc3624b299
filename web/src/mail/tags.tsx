// What a sign is part of: the tactic in words, the technique by its ATT&CK number.
import type { ReactElement } from "react";
import { tagsOf } from "@/mail/evidence";
import { say } from "@/mail/words";

/** A tactic in words; one of a plug-in, without a word of ours, as it is spelt. */
export function tacticName(tactic: string): string {
  const name = say.value("tactic", tactic);
  return name === tactic ? tactic.replaceAll("-", " ") : name;
}

export function Tags({ tags }: { tags: readonly string[] }): ReactElement | null {
  const { tactics, techniques } = tagsOf(tags);
  if (tactics.length + techniques.length === 0) return null;
  return (
    <ul aria-label={say("verdict.tags")} className="mt-2 flex flex-wrap gap-1.5 text-xs">
      {tactics.map((tactic) => (
        <li key={tactic} className="bg-sunken rounded-full px-2 py-0.5 font-medium">
          {tacticName(tactic)}
        </li>
      ))}
      {techniques.map((technique) => (
        <li key={technique} className="border-line text-quiet rounded-full border px-2 py-px">
          {say("verdict.attack", { technique })}
        </li>
      ))}
    </ul>
  );
}
