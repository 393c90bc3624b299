// Tabs that are addresses: links, so that each can be sent, opened aside and gone back to.
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { MESSAGE_TABS } from "@/mail/search-params";
import { say } from "@/mail/words";

interface MessageTabsProps {
  id: string;
  current: (typeof MESSAGE_TABS)[number];
  attachments: number;
  /** Tabs that the reader may open. */
  tabs: readonly (typeof MESSAGE_TABS)[number][];
}

export function MessageTabs({ id, current, attachments, tabs }: MessageTabsProps): ReactElement {
  return (
    <nav aria-label={say("message.tabs")} className="-mb-3 flex gap-5 pt-2">
      {tabs.map((tab) => (
        <Link
          key={tab}
          to="/mail/messages/$id"
          params={{ id }}
          search={tab === "verdict" ? {} : { tab }}
          replace
          aria-current={tab === current ? "page" : undefined}
          className={`border-b-2 pb-2 font-medium ${
            tab === current
              ? "border-accent text-ink"
              : "text-quiet hover:text-ink border-transparent"
          }`}
        >
          {say(`tab.${tab}`)}
          {tab === "parts" && attachments > 0 && (
            <span className="text-quiet ml-1.5 text-sm">{attachments}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
