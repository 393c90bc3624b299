import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import type { ReactElement } from "react";
import type { ArchivedMessage } from "@/api/types";
import { MessageFacts, MessageText } from "@/archive/message-facts";
import { archivedQuery, archiveUrl } from "@/archive/queries";
import { say } from "@/archive/words";
import { buttonStyle } from "@/ui/button";
import { Hostile } from "@/ui/hostile";
import { Fact, Facts, Page, Section } from "@/ui/page";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Time } from "@/ui/time";

const route = getRouteApi("/in/archive/messages/$id");

export function ArchivedPage(): ReactElement {
  const { id } = route.useParams();
  const message = useQuery(archivedQuery(id));
  if (message.isPending) return <Skeleton lines={10} />;
  if (message.isError) {
    return (
      <div className="p-5">
        <ProblemNote error={message.error} onRetry={() => void message.refetch()} />
      </div>
    );
  }
  return <Loaded message={message.data} />;
}

function Loaded({ message }: { message: ArchivedMessage }): ReactElement {
  return (
    <Page
      title={message.subject ? <Hostile>{message.subject}</Hostile> : say("subject.none")}
      actions={
        <a href={archiveUrl(message.id, "raw")} download className={buttonStyle()}>
          <Download aria-hidden="true" className="size-4" />
          {say("download")}
        </a>
      }
    >
      <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto p-5 xl:grid-cols-[minmax(0,1fr)_28rem]">
        <Section title={say("text.title")}>
          <MessageText text={message.text} />
        </Section>
        <div className="min-w-0 space-y-4">
          <Section title={say("facts.title")}>
            <MessageFacts message={message} />
          </Section>
          <Proof message={message} />
          <Observations message={message} />
        </div>
      </div>
    </Page>
  );
}

function Proof({ message }: { message: ArchivedMessage }): ReactElement {
  const index = message.ledger_index;
  if (index === null || index === undefined) {
    return (
      <Section title={say("proof.title")}>
        <p className="text-quiet">{say("proof.none")}</p>
      </Section>
    );
  }
  return (
    <Section title={say("proof.title")}>
      <p className="text-pretty">{say("proof.entry", { index })}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Link
          to="/audit/entries/$index"
          params={{ index: String(index) }}
          className={buttonStyle()}
        >
          {say("proof.open")}
        </Link>
        <a
          href={archiveUrl(message.id, "proof")}
          download={`proof-${message.id}.json`}
          className={buttonStyle({ kind: "quiet" })}
        >
          {say("proof.download")}
        </a>
      </div>
    </Section>
  );
}

function Observations({ message }: { message: ArchivedMessage }): ReactElement {
  return (
    <Section title={say("observations.title")} flush>
      <p className="text-quiet px-4 pt-3 text-sm">{say("observations.note")}</p>
      <ul className="divide-line divide-y">
        {message.observations.map((seen, place) => (
          <li key={place} className="px-4 py-3">
            <p className="mb-1 font-semibold">
              <Time at={seen.received_at} form="full" />
            </p>
            <Facts>
              <Fact term={say("observations.from")}>
                <Hostile>{seen.envelope_from || "<>"}</Hostile>
              </Fact>
              <Fact term={say("observations.to")}>
                {seen.recipients.map((address) => (
                  <Hostile key={address} className="block">
                    {address}
                  </Hostile>
                ))}
              </Fact>
              <Fact term={say("observations.remote")}>
                {seen.remote_address}{" "}
                <span className="text-quiet">
                  <Hostile>{say("observations.helo", { helo: seen.helo || "–" })}</Hostile>
                </span>
              </Fact>
              {seen.message_id && (
                <Fact term={say("observations.messageId")}>
                  <Hostile className="font-mono text-xs break-all">{seen.message_id}</Hostile>
                </Fact>
              )}
            </Facts>
          </li>
        ))}
      </ul>
    </Section>
  );
}
