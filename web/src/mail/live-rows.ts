// Keeps a shown list honest without moving it: known rows change in place, unknown ones are counted.
import { useQueryClient, type InfiniteData, type QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useLiveEvents } from "@/api/live-context";
import type { MessageState } from "@/api/types";

interface RowPage {
  items: { id: string; state: MessageState }[];
}

const STATE_AFTER: Readonly<Record<string, MessageState>> = {
  "mail.message.accepted": "received",
  "mail.message.held": "held",
  "mail.message.delivered": "delivered",
  "mail.message.bounced": "bounced",
  "mail.message.released": "released",
  "mail.message.deleted": "deleted",
};

/** The pages with the state of one message changed; the same pages when it is not among them. */
export function withState<Page extends RowPage>(
  data: InfiniteData<Page>,
  id: string,
  state: MessageState,
): InfiniteData<Page> {
  if (!data.pages.some((page) => page.items.some((row) => row.id === id))) return data;
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => (row.id === id ? { ...row, state } : row)),
  }));
  return { ...data, pages };
}

interface FreshRows {
  count: number;
  clear: () => void;
}

/** Follows the list under `queryKey`; `announces` are the topics that mean a new row for it. */
export function useLiveRows(queryKey: QueryKey, announces: readonly string[]): FreshRows {
  const queryClient = useQueryClient();
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  useLiveEvents("mail.message.", ({ topic, subject }) => {
    void queryClient.invalidateQueries({ queryKey: ["mail", "message", subject] });
    const data = queryClient.getQueryData<InfiniteData<RowPage>>(queryKey);
    if (!data) return;
    const known = data.pages.some((page) => page.items.some((row) => row.id === subject));
    const state = STATE_AFTER[topic];
    if (known && state) queryClient.setQueryData(queryKey, withState(data, subject, state));
    if (!known && announces.includes(topic)) {
      setUnseen((before) => (before.has(subject) ? before : new Set(before).add(subject)));
    }
  });
  return { count: unseen.size, clear: () => setUnseen(new Set()) };
}
