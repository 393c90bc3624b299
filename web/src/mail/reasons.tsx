// Why: each sign in a sentence, with its weight, what it is part of, and what was seen where.
import { Link } from "@tanstack/react-router";
import { Highlighter } from "lucide-react";
import type { ReactElement } from "react";
import type { Message, Reason, Severity } from "@/api/types";
import { bodyPlaces, hasMarks, numbered } from "@/mail/evidence";
import { Tags } from "@/mail/tags";
import { say } from "@/mail/words";
import { formatWeight } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { SeverityLabel } from "@/ui/severity";

interface ReasonsProps {
  reasons: readonly Reason[];
  /** Without evidence: for previews. */
  brief?: boolean;
  /** The message whose body can show the evidence. */
  message?: Message;
}

const BARS: Record<Severity, string> = {
  info: "bg-info",
  low: "bg-low",
  medium: "bg-medium",
  high: "bg-high",
  critical: "bg-critical",
};

function Weight({ reason }: { reason: Reason }): ReactElement {
  const weight = formatWeight(reason.weight);
  return (
    <span title={say("verdict.weight", { weight })} className="flex items-center gap-2">
      <span aria-hidden="true" className="bg-sunken block h-1.5 w-20 overflow-hidden rounded-full">
        <span
          className={`block h-full rounded-full ${BARS[reason.severity]}`}
          style={{ width: `${Math.max(2, reason.weight * 100)}%` }}
        />
      </span>
      <span className="w-9 text-right text-sm font-medium">
        <span className="sr-only">{say("verdict.weight", { weight })}</span>
        <span aria-hidden="true">{weight}</span>
      </span>
    </span>
  );
}

/** The number that stands at the same evidence in the body. */
export function ReasonNumber({ number }: { number: number }): ReactElement {
  return (
    <span
      aria-hidden="true"
      className="bg-mark text-ink grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1 text-xs font-semibold"
    >
      {number}
    </span>
  );
}

function Evidence({ reason }: { reason: Reason }): ReactElement | null {
  const { evidence = [] } = reason;
  if (evidence.length === 0) return null;
  return (
    <ul aria-label={say("verdict.evidence")} className="mt-2 space-y-1">
      {evidence.map((seen, place) => (
        <li key={place} className="flex gap-3 text-sm">
          <Hostile className="text-quiet w-28 shrink-0 break-words">{seen.where}</Hostile>
          <code className="min-w-0 font-mono text-xs leading-5 break-all">
            <Hostile>{seen.text}</Hostile>
          </code>
        </li>
      ))}
    </ul>
  );
}

interface ShowProps {
  messageId: string;
  reason: Reason;
}

function ShowInBody({ messageId, reason }: ShowProps): ReactElement {
  return (
    <Link
      to="/mail/messages/$id"
      params={{ id: messageId }}
      search={{ tab: "body", mark: reason.id }}
      aria-label={say("verdict.show.of", { title: reason.title })}
      className="link mt-2 inline-flex items-center gap-1.5 text-sm"
    >
      <Highlighter aria-hidden="true" className="size-3.5" />
      {say("verdict.show")}
    </Link>
  );
}

export function Reasons({ reasons, brief, message }: ReasonsProps): ReactElement {
  if (reasons.length === 0) {
    return <p className="text-quiet mt-3">{say("verdict.reasons.none")}</p>;
  }
  const body = bodyPlaces(message?.parts ?? []);
  return (
    <ol className={brief ? "mt-3" : "mt-4"}>
      {numbered(reasons).map(({ reason, number }) => (
        <li
          key={reason.id}
          className={`border-line flex gap-2.5 border-t ${brief ? "py-2.5" : "py-3.5 last:pb-0"}`}
        >
          <ReasonNumber number={number} />
          <div className="min-w-0 flex-1">
            <div className="flex items-start justify-between gap-4">
              <h3 className="flex min-w-0 flex-wrap items-center gap-x-3 font-semibold">
                {reason.title}
                <SeverityLabel severity={reason.severity} />
              </h3>
              <Weight reason={reason} />
            </div>
            <p className={`mt-0.5 max-w-prose text-pretty ${brief ? "text-quiet text-sm" : ""}`}>
              <Hostile>{reason.sentence}</Hostile>
            </p>
            {!brief && <Tags tags={reason.tags ?? []} />}
            {!brief && <Evidence reason={reason} />}
            {message && hasMarks(reason, body) && (
              <ShowInBody messageId={message.id} reason={reason} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
