import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useState, type ReactElement } from "react";
import type { Message } from "@/api/types";
import { useMay } from "@/api/use-session";
import { Sender } from "@/mail/columns";
import { useDecider, type Act } from "@/mail/decision";
import { DecisionDialog } from "@/mail/decision-dialog";
import { BodyTab } from "@/mail/body-tab";
import { useLiveMessage } from "@/mail/live-message";
import { MessageTabs } from "@/mail/message-tabs";
import { PartsTab } from "@/mail/parts-tab";
import { messageQuery, messageUrl } from "@/mail/queries";
import { HeadersTab, SourceTab } from "@/mail/source-tab";
import { VerdictTab } from "@/mail/verdict-tab";
import { say } from "@/mail/words";
import { Button, buttonStyle } from "@/ui/button";
import { Hostile } from "@/ui/hostile";
import { useKeys } from "@/ui/keys/use-keys";
import { Page } from "@/ui/page";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { StateWord } from "@/ui/status";
import { Time } from "@/ui/time";

const route = getRouteApi("/in/mail/messages/$id");

export function MessagePage(): ReactElement {
  const { id } = route.useParams();
  const message = useQuery(messageQuery(id));
  useLiveMessage(id);
  if (message.isPending) return <Skeleton lines={10} />;
  if (message.isError) {
    return (
      <div className="p-5">
        <ProblemNote error={message.error} onRetry={() => void message.refetch()} />
      </div>
    );
  }
  return <Loaded key={id} message={message.data} />;
}

function Loaded({ message }: { message: Message }): ReactElement {
  const { tab = "verdict" } = route.useSearch();
  const attachments = message.parts.filter((part) => part.file_name).length;
  return (
    <Page
      title={message.subject ? <Hostile>{message.subject}</Hostile> : say("subject.none")}
      actions={<Actions message={message} />}
      under={
        <>
          <div className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-5 gap-y-1">
            <Sender row={message} />
            <StateWord state={message.state} />
            <span className="text-quiet text-sm">
              <Time at={message.received_at} form="full" />
            </span>
          </div>
          <MessageTabs id={message.id} current={tab} attachments={attachments} />
        </>
      }
    >
      {tab === "verdict" && <VerdictTab message={message} />}
      {tab === "body" && <BodyTab id={message.id} />}
      {tab === "parts" && <PartsTab message={message} />}
      {tab === "headers" && <HeadersTab message={message} />}
      {tab === "source" && <SourceTab message={message} />}
    </Page>
  );
}

function Actions({ message }: { message: Message }): ReactElement {
  const may = useMay();
  const decider = useDecider();
  const [asked, setAsked] = useState<Act | null>(null);
  const held = message.state === "held";
  const ask = (act: Act) => {
    if (held && !decider.busy && may(`mail:quarantine:${act}`)) setAsked(act);
  };
  useKeys({ "act.release": () => ask("release"), "act.delete": () => ask("delete") });
  return (
    <div className="flex items-center gap-2">
      <span role="status" className="text-quiet text-sm">
        {decider.busy && say("act.pending")}
      </span>
      {held && may("mail:quarantine:release") && (
        <Button kind="primary" disabled={decider.busy} onClick={() => ask("release")}>
          {say("act.release")}
        </Button>
      )}
      {held && may("mail:quarantine:delete") && (
        <Button kind="danger" disabled={decider.busy} onClick={() => ask("delete")}>
          {say("act.delete")}
        </Button>
      )}
      <a href={messageUrl(message.id, "raw")} download className={buttonStyle()}>
        <Download aria-hidden="true" className="size-4" />
        {say("message.download")}
      </a>
      {asked && (
        <DecisionDialog
          act={asked}
          count={1}
          onClose={() => setAsked(null)}
          onDecide={(reason) => decider.decide({ act: asked, ids: [message.id], reason })}
        />
      )}
    </div>
  );
}
