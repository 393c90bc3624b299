import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";
import type { HeldMessage } from "@/api/types";
import { HELD_COLUMNS, nameOf } from "@/mail/columns";
import { useListActs } from "@/mail/list-acts";
import { useLiveRows } from "@/mail/live-rows";
import { MessagePeek } from "@/mail/message-peek";
import { quarantineQuery } from "@/mail/queries";
import { say } from "@/mail/words";
import { Fresh, SearchBox } from "@/ui/filters";
import { Grid } from "@/ui/grid";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Split } from "@/ui/split";
import { useList } from "@/ui/use-list";
import { useSelection } from "@/ui/use-selection";

const route = getRouteApi("/in/mail/quarantine");
const ANNOUNCES = ["mail.message.held"];
const ROW = 38;
const idOf = (row: HeldMessage) => row.id;

const ACTS = ["report", "release", "delete"] as const;

export function QuarantinePage(): ReactElement {
  const { peek, query: words } = route.useSearch();
  const navigate = useNavigate({ from: "/mail/quarantine" });
  const query = quarantineQuery(words);
  const list = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const fresh = useLiveRows(query.queryKey, ANNOUNCES);
  const selection = useSelection(useMemo(() => rows.map(idOf), [rows]));

  const setPeek = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, peek: id }), replace: true });
  const open = (row: HeldMessage) =>
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
      title={say("quarantine.title")}
      beside={
        <>
          {list.isSuccess && say.count("quarantine.count", total)}
          <Fresh count={fresh.count} onShow={showFresh} />
        </>
      }
      under={
        <div className="mt-2.5 flex min-h-8 flex-wrap items-center gap-2">
          <SearchBox
            label={say("messages.search")}
            value={words ?? ""}
            onChange={(next) =>
              void navigate({ search: next ? { query: next } : {}, replace: true })
            }
          />
          {acts.bar}
        </div>
      }
    >
      {list.isPending && <Skeleton lines={10} />}
      {list.isError && (
        <div className="p-5">
          <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={say("quarantine.empty.title")}>
          {say(words ? "quarantine.empty.filtered" : "quarantine.empty.fresh")}
        </Empty>
      )}
      {rows.length > 0 && (
        <Split
          list={
            <Grid
              label={say("quarantine.label")}
              rows={rows}
              total={total}
              idOf={idOf}
              nameOf={nameOf}
              columns={HELD_COLUMNS}
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
