import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Message } from "@/api/types";
import { Sender } from "@/mail/columns";
import { messageQuery, textQuery } from "@/mail/queries";
import { Reasons } from "@/mail/reasons";
import { VerdictLine } from "@/mail/verdict";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
import { closeUp, HostileLines } from "@/ui/hostile-lines";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Peek } from "@/ui/split";
import { StateWord } from "@/ui/status";
import { Time } from "@/ui/time";

interface MessagePeekProps {
  id: string;
  onClose: () => void;
}

export function MessagePeek({ id, onClose }: MessagePeekProps): ReactElement {
  const message = useQuery(messageQuery(id));
  return (
    <Peek
      label={say("peek.label")}
      onClose={onClose}
      open={
        <Link to="/mail/messages/$id" params={{ id }} className="link">
          {say("peek.open")}
        </Link>
      }
    >
      {message.isPending && <Skeleton lines={8} />}
      {message.isError && (
        <div className="p-4">
          <ProblemNote error={message.error} onRetry={() => void message.refetch()} />
        </div>
      )}
      {message.data && <Preview message={message.data} />}
    </Peek>
  );
}

function Preview({ message }: { message: Message }): ReactElement {
  const text = useQuery(textQuery(message.id));
  return (
    <article className="space-y-5 p-4">
      <header>
        <h2 className="text-lg leading-6 font-semibold text-pretty break-words">
          {message.subject ? <Hostile>{message.subject}</Hostile> : say("subject.none")}
        </h2>
        <div className="mt-1.5 min-w-0">
          <Sender row={message} />
        </div>
        <div className="text-quiet mt-1.5 flex flex-wrap items-center gap-x-4 text-sm">
          <StateWord state={message.state} />
          <Time at={message.received_at} form="full" />
        </div>
      </header>
      <section>
        <VerdictLine verdict={message.verdict} />
        {message.verdict && <Reasons reasons={message.verdict.reasons} brief />}
      </section>
      <section>
        <h3 className="label mb-1.5">{say("peek.text")}</h3>
        {text.data && (
          <pre className="font-sans text-pretty break-words whitespace-pre-wrap">
            {text.data.text ? <HostileLines text={closeUp(text.data.text)} /> : say("peek.noText")}
          </pre>
        )}
        {text.isError && <ProblemNote error={text.error} />}
      </section>
    </article>
  );
}
