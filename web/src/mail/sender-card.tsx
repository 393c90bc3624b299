// The author of a message: their history with us, the entries that name them, and two ways to act.
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { KnownSender, Message } from "@/api/types";
import { useMay } from "@/api/use-session";
import { senderQuery } from "@/mail/queries";
import { senderStory } from "@/mail/sender-story";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Hostile } from "@/ui/hostile";
import { Section } from "@/ui/page";

interface SenderCardProps {
  message: Message;
  onList: (kind: "allow" | "block") => void;
}

export function SenderCard({ message, onList }: SenderCardProps): ReactElement {
  const may = useMay();
  const address = message.from_address;
  const known = useQuery({
    ...senderQuery(address),
    enabled: Boolean(address) && may("mail:sender:read"),
    retry: false,
  });
  const writes = may("mail:list:write") && Boolean(address);
  return (
    <Section
      title={say("sender.title")}
      aside={
        writes && (
          <span className="flex gap-1">
            <Button size="sm" kind="quiet" onClick={() => onList("allow")}>
              {say("sender.allow")}
            </Button>
            <Button size="sm" kind="danger" onClick={() => onList("block")}>
              {say("sender.block")}
            </Button>
          </span>
        )
      }
    >
      <p className="font-medium break-words">
        {address ? <Hostile>{address}</Hostile> : say("sender.none")}
      </p>
      {message.sender ? (
        <ul className="mt-1.5 space-y-0.5">
          {senderStory(message.sender).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p className="text-quiet mt-1">{say("sender.unknown")}</p>
      )}
      {known.data && <Listings lists={known.data.lists} />}
      {known.data && <Infrastructure known={known.data} />}
    </Section>
  );
}

function Listings({ lists }: { lists: KnownSender["lists"] }): ReactElement | null {
  if (lists.length === 0) return null;
  return (
    <ul aria-label={say("sender.lists")} className="border-line mt-3 space-y-1 border-t pt-2.5">
      {lists.map((entry) => (
        <li key={`${entry.kind} ${entry.pattern} ${entry.scope}`} className="break-words">
          <span className={`font-medium ${entry.kind === "block" ? "text-critical" : ""}`}>
            {say.value("list", entry.kind)}
          </span>{" "}
          <Hostile>{entry.pattern}</Hostile>{" "}
          <span className="text-quiet">
            {entry.scope ? say("list.for", { scope: entry.scope }) : say("list.everybody")}
          </span>
        </li>
      ))}
    </ul>
  );
}

const NETWORKS = 5;

function Infrastructure({ known }: { known: KnownSender }): ReactElement | null {
  const shown = known.infrastructure.slice(0, NETWORKS);
  if (shown.length === 0) return null;
  return (
    <div className="border-line mt-3 border-t pt-2.5">
      <h3 className="label mb-1">{say("sender.infrastructure")}</h3>
      <ul className="space-y-0.5 text-sm">
        {shown.map((one) => (
          <li key={`${one.kind} ${one.value}`} className="flex justify-between gap-3">
            <span className="min-w-0 truncate">
              <span className="text-quiet">{say.value("infrastructure", one.kind)}</span>{" "}
              <Hostile>{one.value}</Hostile>
            </span>
            <span className="text-quiet">{say.count("messages.count", one.messages)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
