import type { ReactElement } from "react";
import type { ArchivedMessage } from "@/api/types";
import { say } from "@/archive/words";
import { Identifier } from "@/ui/copy";
import { formatBytes } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { closeUp, HostileLines } from "@/ui/hostile-lines";
import { Fact, Facts } from "@/ui/page";
import { DispositionWord } from "@/ui/status";
import { Time } from "@/ui/time";

export function MessageFacts({ message }: { message: ArchivedMessage }): ReactElement {
  return (
    <Facts>
      <Fact term={say("facts.from")}>
        <Hostile>{[message.from_name, message.from_address].filter(Boolean).join(" · ")}</Hostile>
      </Fact>
      <Fact term={say("facts.to")}>
        {message.to.map((address, place) => (
          <Hostile key={place} className="block">
            {address}
          </Hostile>
        ))}
      </Fact>
      {message.date && (
        <Fact term={say("facts.date")}>
          <Time at={message.date} form="full" />
        </Fact>
      )}
      <Fact term={say("facts.received")}>
        <Time at={message.received_at} form="full" />
      </Fact>
      {message.disposition && (
        <Fact term={say("facts.disposition")}>
          <DispositionWord disposition={message.disposition} />
        </Fact>
      )}
      {message.attachments.length > 0 && (
        <Fact term={say("facts.attachments")}>
          {message.attachments.map((name, place) => (
            <Hostile key={place} className="block">
              {name}
            </Hostile>
          ))}
        </Fact>
      )}
      <Fact term={say("facts.size")}>{formatBytes(message.size)}</Fact>
      <Fact term={say("facts.sha256")}>
        <Identifier text={message.sha256} what={say("facts.sha256")} />
      </Fact>
      <Fact term={say("facts.retain")}>
        {message.retain_until ? (
          <Time at={message.retain_until} form="short" />
        ) : (
          say("facts.retain.none")
        )}
      </Fact>
    </Facts>
  );
}

export function MessageText({ text }: { text: string }): ReactElement {
  if (!text.trim()) return <p className="text-quiet">{say("text.none")}</p>;
  return (
    <pre className="font-sans break-words whitespace-pre-wrap">
      <HostileLines text={closeUp(text)} />
    </pre>
  );
}
