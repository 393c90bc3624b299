import { Check, Copy as CopyIcon } from "lucide-react";
import { useState, type ReactElement } from "react";
import { say } from "@/ui/words";

interface CopyProps {
  text: string;
  /** What is copied, for the name of the button. */
  what: string;
}

export function Copy({ text, what }: CopyProps): ReactElement {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  const Icon = done ? Check : CopyIcon;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      title={done ? say("copied") : say("copy.what", { what })}
      aria-label={done ? say("copied") : say("copy.what", { what })}
      className="text-quiet hover:text-ink inline-grid size-6 shrink-0 place-items-center rounded-sm"
    >
      <Icon aria-hidden="true" className="size-3.5" />
    </button>
  );
}

/** A long identifier: shortened in the middle, whole on hover, copied by its button. */
export function Identifier({ text, what, long }: CopyProps & { long?: boolean }): ReactElement {
  const short = text.length > 20 && !long ? `${text.slice(0, 10)}…${text.slice(-6)}` : text;
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      <code title={text} className="font-mono text-xs break-all">
        {short}
      </code>
      <Copy text={text} what={what} />
    </span>
  );
}
