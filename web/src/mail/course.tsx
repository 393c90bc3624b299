// What became of a message: its deliveries, its timeline, and how it came.
import type { ReactElement } from "react";
import type { Message } from "@/api/types";
import { say } from "@/mail/words";
import { Identifier } from "@/ui/copy";
import { formatBytes } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Fact, Facts, Section } from "@/ui/page";
import { StateWord } from "@/ui/status";
import { Time } from "@/ui/time";

export function Deliveries({ message }: { message: Message }): ReactElement {
  return (
    <Section title={say("deliveries.title")} flush>
      {message.deliveries.length === 0 && (
        <p className="text-quiet p-4">{say("deliveries.none")}</p>
      )}
      <ul className="divide-line divide-y">
        {message.deliveries.map((delivery) => (
          <li key={delivery.address} className="px-4 py-2.5">
            <div className="flex items-center justify-between gap-3">
              <Hostile className="truncate font-medium">{delivery.address}</Hostile>
              <StateWord state={delivery.state} />
            </div>
            <p className="text-quiet flex flex-wrap gap-x-3 text-sm">
              {delivery.attempts > 0 && (
                <span>{say.count("deliveries.attempts", delivery.attempts)}</span>
              )}
              {delivery.next_attempt_at && (
                <span>
                  {say("deliveries.next")} <Time at={delivery.next_attempt_at} form="relative" />
                </span>
              )}
              {delivery.response && (
                <span className="min-w-0 break-words">
                  <Hostile>{delivery.response}</Hostile>
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Timeline({ message }: { message: Message }): ReactElement {
  return (
    <Section title={say("timeline.title")}>
      <ol className="border-line ml-1 border-l">
        {message.timeline.map((step, place) => (
          <li key={place} className="relative pb-3.5 pl-4 last:pb-0">
            <span
              aria-hidden="true"
              className="border-surface bg-edge absolute top-1.5 -left-[5.5px] size-2.5 rounded-full border-2"
            />
            <p className="text-pretty">
              <Hostile>{step.sentence}</Hostile>
            </p>
            <p className="text-quiet flex gap-x-2 text-sm">
              <Time at={step.at} form="full" />
              {step.actor && <Hostile>{step.actor}</Hostile>}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function EnvelopeFacts({ message }: { message: Message }): ReactElement {
  const { envelope } = message;
  return (
    <Section title={say("envelope.title")}>
      <Facts>
        <Fact term={say("envelope.from")}>
          {message.envelope_from ? (
            <Hostile>{message.envelope_from}</Hostile>
          ) : (
            say("envelope.null")
          )}
        </Fact>
        <Fact term={say("envelope.to")}>
          {message.recipients.map((address) => (
            <Hostile key={address} className="block">
              {address}
            </Hostile>
          ))}
        </Fact>
        <Fact term={say("envelope.remote")}>
          <Hostile>{String(envelope.remote_address ?? "–")}</Hostile>
        </Fact>
        <Fact term={say("envelope.helo")}>
          <Hostile>{String(envelope.helo || "–")}</Hostile>
        </Fact>
        <Fact term={say("envelope.tls")}>
          {say(envelope.tls ? "envelope.tls.yes" : "envelope.tls.no")}
        </Fact>
        <Fact term={say("envelope.size")}>{formatBytes(message.size)}</Fact>
        <Fact term={say("envelope.sha256")}>
          <Identifier text={message.sha256} what={say("envelope.sha256")} />
        </Fact>
        {message.expires_at && (
          <Fact term={say("envelope.expires")}>
            <Time at={message.expires_at} form="relative" />
          </Fact>
        )}
      </Facts>
    </Section>
  );
}
