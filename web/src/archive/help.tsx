import { CircleHelp } from "lucide-react";
import { useState, type ReactElement } from "react";
import { say } from "@/archive/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

const EXAMPLES = [
  ["words", "invoice overdue"],
  ["phrase", '"changed bank details"'],
  ["prefix", "invoi*"],
  ["or", "(invoice OR offer) urgent"],
  ["not", "-newsletter"],
  ["from", "from:example.org"],
  ["to", "to:sales@example.org"],
  ["subject", "subject:minutes"],
  ["attachment", "attachment:pdf"],
  ["has", "has:attachment"],
  ["date", "after:2026-01-01 before:2026-02-01"],
  ["size", "size:>1m"],
  ["score", "score:>=70"],
  ["is", "is:held"],
  ["id", "message-id:<id@example.org>"],
] as const;

/** The query language by example; each example can be tried. */
export function SyntaxHelp({ onTry }: { onTry: (query: string) => void }): ReactElement {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <CircleHelp aria-hidden="true" className="size-4" />
        {say("help")}
      </Button>
      <Dialog
        open={open}
        wide
        onClose={close}
        title={say("help.title")}
        description={say("help.intro")}
      >
        <ul className="mt-4">
          {EXAMPLES.map(([kind, example]) => (
            <li
              key={kind}
              className="border-line grid grid-cols-[17rem_1fr] items-center gap-4 border-t py-1.5"
            >
              <button
                type="button"
                className="link justify-self-start text-left font-mono text-sm"
                onClick={() => {
                  close();
                  onTry(example);
                }}
              >
                {example}
              </button>
              <span className="text-quiet">{say(`help.${kind}`)}</span>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
