// What became of a message, in a word and a sign. Only what needs eyes has a colour.
import {
  Check,
  CircleSlash,
  Clock,
  CornerDownLeft,
  Hand,
  MailCheck,
  Send,
  Tag,
  Trash2,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";
import { say } from "@/ui/words";

interface Sign {
  icon: LucideIcon;
  colour: string;
}

const QUIET = "text-quiet";

const STATES: Readonly<Record<string, Sign>> = {
  received: { icon: Clock, colour: QUIET },
  pending: { icon: Clock, colour: QUIET },
  delivering: { icon: Send, colour: QUIET },
  delivered: { icon: Check, colour: QUIET },
  released: { icon: MailCheck, colour: QUIET },
  deleted: { icon: Trash2, colour: QUIET },
  dropped: { icon: Trash2, colour: QUIET },
  held: { icon: Hand, colour: "text-medium" },
  deferred: { icon: Clock, colour: "text-medium" },
  bounced: { icon: CornerDownLeft, colour: "text-high" },
  rejected: { icon: CircleSlash, colour: "text-critical" },
};

const DISPOSITIONS: Readonly<Record<string, Sign>> = {
  deliver: { icon: Check, colour: QUIET },
  tag: { icon: Tag, colour: "text-low" },
  hold: { icon: Hand, colour: "text-medium" },
  reject: { icon: CircleSlash, colour: "text-critical" },
};

const UNKNOWN: Sign = { icon: Clock, colour: QUIET };

interface WordProps {
  sign: Sign;
  word: string;
}

function Word({ sign, word }: WordProps): ReactElement {
  const Icon = sign.icon;
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle text-sm font-medium ${sign.colour}`}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2} />
      {word}
    </span>
  );
}

export function StateWord({ state }: { state: string }): ReactElement {
  return <Word sign={STATES[state] ?? UNKNOWN} word={say.value("state", state)} />;
}

export function DispositionWord({ disposition }: { disposition: string }): ReactElement {
  const sign = DISPOSITIONS[disposition] ?? UNKNOWN;
  return <Word sign={sign} word={say.value("disposition", disposition)} />;
}
