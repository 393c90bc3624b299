import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { MessageFacts, MessageText } from "@/archive/message-facts";
import { archivedQuery } from "@/archive/queries";
import { say } from "@/archive/words";
import { Hostile } from "@/ui/hostile";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Peek } from "@/ui/split";

interface ArchivedPeekProps {
  id: string;
  onClose: () => void;
}

export function ArchivedPeek({ id, onClose }: ArchivedPeekProps): ReactElement {
  const message = useQuery(archivedQuery(id));
  return (
    <Peek
      label={say("peek.label")}
      onClose={onClose}
      open={
        <Link to="/archive/messages/$id" params={{ id }} className="link">
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
      {message.data && (
        <article className="space-y-5 p-4">
          <h2 className="text-lg leading-6 font-semibold break-words">
            {message.data.subject ? <Hostile>{message.data.subject}</Hostile> : say("subject.none")}
          </h2>
          <MessageFacts message={message.data} />
          <section>
            <h3 className="label mb-1.5">{say("text.title")}</h3>
            <MessageText text={message.data.text} />
          </section>
        </article>
      )}
    </Peek>
  );
}
