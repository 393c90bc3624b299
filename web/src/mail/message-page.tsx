import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Message } from "@/api/types";
import { useMay } from "@/api/use-session";
import { Sender } from "@/mail/columns";
import { BodyTab } from "@/mail/body-tab";
import { LabelWord } from "@/mail/label";
import { useLiveMessage } from "@/mail/live-message";
import { MessageActions } from "@/mail/message-actions";
import { MessageTabs } from "@/mail/message-tabs";
import { PartsTab } from "@/mail/parts-tab";
import { messageQuery } from "@/mail/queries";
import { MESSAGE_TABS } from "@/mail/search-params";
import { HeadersTab, SourceTab } from "@/mail/source-tab";
import { VerdictTab } from "@/mail/verdict-tab";
import { WhatIfTab } from "@/mail/what-if-tab";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
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
  const { tab: asked = "verdict" } = route.useSearch();
  const may = useMay();
  // Judging again reads the bytes: a deleted message has none.
  const supposes = may("mail:message:scan") && message.state !== "deleted";
  const tabs = MESSAGE_TABS.filter((one) => one !== "what-if" || supposes);
  const tab = tabs.includes(asked) ? asked : "verdict";
  const attachments = message.parts.filter((part) => part.file_name).length;
  return (
    <Page
      title={message.subject ? <Hostile>{message.subject}</Hostile> : say("subject.none")}
      actions={<MessageActions message={message} />}
      under={
        <>
          <div className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-5 gap-y-1">
            <Sender row={message} />
            <StateWord state={message.state} />
            {message.label && <LabelWord label={message.label} />}
            <span className="text-quiet text-sm">
              <Time at={message.received_at} form="full" />
            </span>
          </div>
          <MessageTabs id={message.id} current={tab} attachments={attachments} tabs={tabs} />
        </>
      }
    >
      {tab === "verdict" && <VerdictTab message={message} />}
      {tab === "body" && <BodyTab message={message} />}
      {tab === "parts" && <PartsTab message={message} />}
      {tab === "headers" && <HeadersTab message={message} />}
      {tab === "source" && <SourceTab message={message} />}
      {tab === "what-if" && <WhatIfTab message={message} />}
    </Page>
  );
}
