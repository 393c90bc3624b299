import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useMay } from "@/api/use-session";
import { Score } from "@/mail/columns";
import { LabelWord } from "@/mail/label";
import { decisionsQuery } from "@/mail/queries";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
import { Section } from "@/ui/page";
import { ProblemNote } from "@/ui/problem";
import { Time } from "@/ui/time";

export function RecentDecisions(): ReactElement | null {
  const may = useMay()("mail:message:read");
  const recent = useQuery({ ...decisionsQuery, enabled: may });
  if (!may) return null;
  return (
    <Section title={say("recent.title")} flush>
      {recent.isError && <ProblemNote error={recent.error} />}
      {recent.data?.length === 0 && <p className="text-quiet p-4">{say("recent.none")}</p>}
      <ul className="divide-line divide-y">
        {(recent.data ?? []).map((decision) => (
          <li
            key={decision.id}
            className="grid grid-cols-[3.5rem_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2"
          >
            <Score score={decision.score} />
            <span className="min-w-0">
              <Link
                to="/mail/messages/$id"
                params={{ id: decision.message_id }}
                className="block truncate hover:underline"
              >
                {decision.subject ? <Hostile>{decision.subject}</Hostile> : say("subject.none")}
              </Link>
              <span className="text-quiet flex gap-2 text-sm">
                <Hostile className="truncate">{decision.actor_name}</Hostile>
                {decision.note && <Hostile className="truncate">{decision.note}</Hostile>}
              </span>
            </span>
            <span className="flex items-center gap-4">
              {decision.kind === "report" && decision.label ? (
                <LabelWord label={decision.label} />
              ) : (
                <span className="text-quiet text-sm">{say.value("decision", decision.kind)}</span>
              )}
              <span className="text-quiet w-20 text-right text-sm">
                <Time at={decision.decided_at} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
