// Which evidence the safe body marks: one reason's, all, or none.
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import type { Message } from "@/api/types";
import { ALL_MARKS, bodyPlaces, hasMarks, numbered } from "@/mail/evidence";
import { ReasonNumber } from "@/mail/reasons";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
import { SeverityLabel } from "@/ui/severity";

interface MarksProps {
  message: Message;
  current: string | undefined;
}

export function Marks({ message, current }: MarksProps): ReactElement | null {
  const body = bodyPlaces(message.parts);
  const reasons = numbered(message.verdict?.reasons ?? []).filter(({ reason }) =>
    hasMarks(reason, body),
  );
  if (reasons.length === 0) return null;
  return (
    <nav
      aria-label={say("marks.label")}
      className="w-full shrink-0 overflow-y-auto max-lg:max-h-56 lg:w-72"
    >
      <p className="label mb-1.5">{say("marks.title")}</p>
      <div className="mb-2 flex gap-1">
        <Choice id={message.id} mark={ALL_MARKS} current={current}>
          {say("marks.all")}
        </Choice>
        <Choice id={message.id} mark={undefined} current={current}>
          {say("marks.none")}
        </Choice>
      </div>
      <ol className="space-y-1">
        {reasons.map(({ reason, number }) => (
          <li key={reason.id}>
            <Choice id={message.id} mark={reason.id} current={current}>
              <span className="flex gap-2">
                <ReasonNumber number={number} />
                <span className="min-w-0">
                  <span className="flex flex-wrap items-center gap-x-2 font-medium">
                    {reason.title}
                    <SeverityLabel severity={reason.severity} />
                  </span>
                  <span className="text-quiet block text-sm text-pretty">
                    <Hostile>{reason.sentence}</Hostile>
                  </span>
                </span>
              </span>
            </Choice>
          </li>
        ))}
      </ol>
      <p className="text-quiet mt-2 text-sm text-pretty">{say("marks.note")}</p>
    </nav>
  );
}

interface ChoiceProps {
  id: string;
  mark: string | undefined;
  current: string | undefined;
  children: ReactNode;
}

function Choice({ id, mark, current, children }: ChoiceProps): ReactElement {
  const chosen = mark === current;
  return (
    <Link
      to="/mail/messages/$id"
      params={{ id }}
      search={mark === undefined ? { tab: "body" } : { tab: "body", mark }}
      replace
      aria-current={chosen ? "true" : undefined}
      className={`block rounded-md border px-2.5 py-1.5 ${chosen ? "border-accent bg-surface" : "hover:bg-surface border-transparent"}`}
    >
      {children}
    </Link>
  );
}
