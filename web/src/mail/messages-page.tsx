import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";
import type { MessageSummary } from "@/api/types";
import { MESSAGE_COLUMNS, nameOf } from "@/mail/columns";
import { useListActs } from "@/mail/list-acts";
import { useLiveRows } from "@/mail/live-rows";
import { MessageFilterBar } from "@/mail/message-filters";
import { MessagePeek } from "@/mail/message-peek";
import { messagesQuery } from "@/mail/queries";
import type { MessageFilters } from "@/mail/search-params";
import { say } from "@/mail/words";
import { Fresh } from "@/ui/filters";
import { Grid } from "@/ui/grid";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Split } from "@/ui/split";
import { useList } from "@/ui/use-list";
import { useSelection } from "@/ui/use-selection";

const route = getRouteApi("/in/mail/messages");
const ANNOUNCES = ["mail.message.judged", "mail.message.held", "mail.message.delivered"];
const ACTS = ["report"] as const;
const ROW = 38;
const idOf = (row: MessageSummary) => row.id;

export function MessagesPage(): ReactElement {
  const { peek, ...filters } = route.useSearch();
  const navigate = useNavigate({ from: "/mail/messages" });
  const query = messagesQuery(filters);
  const list = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const fresh = useLiveRows(query.queryKey, ANNOUNCES);
  const selection = useSelection(useMemo(() => rows.map(idOf), [rows]));

  const filter = (changes: MessageFilters) =>
    void navigate({
      search: (before) => ({ ...before, ...changes, peek: undefined }),
      replace: true,
    });
  const setPeek = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, peek: id }), replace: true });
  const open = (row: MessageSummary) =>
    void navigate({ to: "/mail/messages/$id", params: { id: row.id } });
  const { cursor, setCursor } = useList({
    rows,
    idOf,
    peeked: peek,
    onPeek: setPeek,
    onOpen: open,
    onSelect: selection.toggle,
  });
  const acts = useListActs(ACTS, selection, rows[cursor]?.id);
  const showFresh = () => {
    fresh.clear();
    void list.refetch();
  };

  return (
    <Page
      title={say("messages.title")}
      beside={
        <>
          {list.isSuccess && say.count("messages.count", total)}
          <Fresh count={fresh.count} onShow={showFresh} />
        </>
      }
      under={
        <MessageFilterBar filters={filters} onChange={filter}>
          {acts.bar}
        </MessageFilterBar>
      }
    >
      {list.isPending && <Skeleton lines={12} />}
      {list.isError && (
        <div className="p-5">
          <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.isSuccess && rows.length === 0 && (
        <NoMessages filtered={Object.keys(filters).length > 0} />
      )}
      {rows.length > 0 && (
        <Split
          list={
            <Grid
              label={say("messages.label")}
              rows={rows}
              total={total}
              idOf={idOf}
              nameOf={nameOf}
              columns={MESSAGE_COLUMNS}
              rowHeight={ROW}
              narrow={peek !== undefined}
              cursor={cursor}
              onCursor={setCursor}
              onOpen={open}
              selection={selection}
              isPending={acts.isPending}
              onEnd={
                list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined
              }
            />
          }
          peek={
            peek === undefined ? null : <MessagePeek id={peek} onClose={() => setPeek(undefined)} />
          }
        />
      )}
      {acts.dialog}
    </Page>
  );
}

function NoMessages({ filtered }: { filtered: boolean }): ReactElement {
  return (
    <Empty title={say("messages.empty.title")}>
      {filtered
        ? say("messages.empty.filtered")
        : say("messages.empty.fresh", { command: "bartizan mail send --samples" })}
    </Empty>
  );
}
