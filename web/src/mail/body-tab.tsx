// The message as its reader would see it, without what could act: a document from its own address,
// under its own policy, in a frame that runs nothing and is nobody's origin. What stands as
// evidence is marked by the server, since nobody can reach into the frame.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Message } from "@/api/types";
import { Marks } from "@/mail/marks";
import { messageUrl, textQuery } from "@/mail/queries";
import { say } from "@/mail/words";
import { HostileLines } from "@/ui/hostile-lines";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

const route = getRouteApi("/in/mail/messages/$id");
const MODES = ["safe", "text"] as const;
const NAMES = { safe: "body.safe", text: "body.text" } as const;

export function BodyTab({ message }: { message: Message }): ReactElement {
  const { show = "safe", mark } = route.useSearch();
  const { id } = message;
  return (
    <div className="flex min-h-0 flex-1 flex-col p-5">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <nav aria-label={say("body.modes")} className="bg-sunken flex rounded-md p-0.5">
          {MODES.map((mode) => (
            <Link
              key={mode}
              to="/mail/messages/$id"
              params={{ id }}
              search={(before) => ({ ...before, tab: "body", show: mode })}
              replace
              aria-current={mode === show ? "true" : undefined}
              className={`rounded-sm px-3 py-0.5 font-medium ${mode === show ? "bg-surface text-ink" : "text-quiet"}`}
            >
              {say(NAMES[mode])}
            </Link>
          ))}
        </nav>
        <p className="text-quiet text-sm">{show === "safe" && say("body.note")}</p>
      </div>
      {show === "safe" ? (
        <div className="flex min-h-0 flex-1 gap-4 max-lg:flex-col">
          <SafeFrame id={id} mark={mark} />
          <Marks message={message} current={mark} />
        </div>
      ) : (
        <PlainText id={id} />
      )}
    </div>
  );
}

interface SafeFrameProps {
  id: string;
  mark: string | undefined;
}

function SafeFrame({ id, mark }: SafeFrameProps): ReactElement {
  const source = messageUrl(id, "body") + (mark ? `?mark=${encodeURIComponent(mark)}` : "");
  return (
    <iframe
      // A frame whose address changes is a step in the reader's history; a new frame is not.
      key={source}
      title={say("body.frame")}
      src={source}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className="border-line min-h-0 w-full min-w-0 flex-1 rounded-lg border bg-paper [color-scheme:light]"
    />
  );
}

function PlainText({ id }: { id: string }): ReactElement {
  const text = useQuery(textQuery(id));
  if (text.isPending) return <Skeleton lines={8} />;
  if (text.isError) return <ProblemNote error={text.error} onRetry={() => void text.refetch()} />;
  return (
    <pre
      // A region that scrolls must be reachable by key.
      tabIndex={0}
      className="border-line bg-surface min-h-0 flex-1 overflow-auto rounded-lg border p-4 font-sans whitespace-pre-wrap"
    >
      {text.data.text ? <HostileLines text={text.data.text} /> : say("peek.noText")}
    </pre>
  );
}
