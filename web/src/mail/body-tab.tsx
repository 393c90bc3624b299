// The message as its reader would see it, without what could act: a document from its own address,
// under its own policy, in a frame that runs nothing and is nobody's origin.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { messageUrl, textQuery } from "@/mail/queries";
import { say } from "@/mail/words";
import { HostileLines } from "@/ui/hostile-lines";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

const route = getRouteApi("/in/mail/messages/$id");
const MODES = ["safe", "text"] as const;
const NAMES = { safe: "body.safe", text: "body.text" } as const;

export function BodyTab({ id }: { id: string }): ReactElement {
  const { show = "safe" } = route.useSearch();
  return (
    <div className="flex min-h-0 flex-1 flex-col p-5">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <nav aria-label={say("body.modes")} className="bg-sunken flex rounded-md p-0.5">
          {MODES.map((mode) => (
            <Link
              key={mode}
              to="/mail/messages/$id"
              params={{ id }}
              search={{ tab: "body", show: mode }}
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
      {show === "safe" ? <SafeFrame id={id} /> : <PlainText id={id} />}
    </div>
  );
}

function SafeFrame({ id }: { id: string }): ReactElement {
  return (
    <iframe
      title={say("body.frame")}
      src={messageUrl(id, "body")}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className="border-line min-h-0 w-full flex-1 rounded-lg border bg-paper [color-scheme:light]"
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
