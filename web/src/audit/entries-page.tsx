import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";
import type { Entry } from "@/api/types";
import { EntryFilterBar } from "@/audit/entry-filters";
import { EntryPeek } from "@/audit/entry-peek";
import { OutcomeWord } from "@/audit/outcome";
import { entriesQuery } from "@/audit/queries";
import type { EntryFilters } from "@/audit/search-params";
import { useVerification, VerifyActions, VerifyResult } from "@/audit/verify";
import { say } from "@/audit/words";
import { formatNumber } from "@/ui/format";
import { Grid, type Column } from "@/ui/grid";
import { Hostile } from "@/ui/hostile";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Split } from "@/ui/split";
import { Time } from "@/ui/time";
import { useList } from "@/ui/use-list";

const route = getRouteApi("/in/audit");
const ROW = 34;
const idOf = (entry: Entry) => String(entry.index);

const COLUMNS: readonly Column<Entry>[] = [
  {
    id: "index",
    head: say("column.index"),
    width: "4.5rem",
    cell: (entry) => (
      <Link
        to="/audit/entries/$index"
        params={{ index: idOf(entry) }}
        tabIndex={-1}
        className="text-quiet text-sm hover:underline"
      >
        {formatNumber(entry.index)}
      </Link>
    ),
  },
  {
    id: "time",
    head: say("column.time"),
    width: "8rem",
    cell: (entry) => (
      <span className="text-quiet text-sm">
        <Time at={entry.time} form="full" />
      </span>
    ),
  },
  {
    id: "actor",
    head: say("column.actor"),
    width: "minmax(6rem,12rem)",
    cell: (entry) => (
      <Hostile className="font-medium">{entry.actor.name || entry.actor.id}</Hostile>
    ),
  },
  {
    id: "action",
    head: say("column.action"),
    width: "minmax(9rem,15rem)",
    cell: (entry) => <Hostile>{entry.action}</Hostile>,
  },
  {
    id: "object",
    head: say("column.object"),
    width: "minmax(8rem,1fr)",
    cell: (entry) => <Hostile className="text-quiet font-mono text-xs">{entry.object}</Hostile>,
  },
  {
    id: "outcome",
    head: say("column.outcome"),
    width: "6rem",
    cell: (entry) => <OutcomeWord outcome={entry.outcome} />,
  },
];

export function EntriesPage(): ReactElement {
  const { peek, ...filters } = route.useSearch();
  const navigate = useNavigate({ from: "/audit" });
  const list = useInfiniteQuery({ ...entriesQuery(filters), placeholderData: keepPreviousData });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const verification = useVerification();

  const filter = (changes: EntryFilters) =>
    void navigate({
      search: (before) => ({ ...before, ...changes, peek: undefined }),
      replace: true,
    });
  const setPeek = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, peek: id }), replace: true });
  const open = (entry: Entry) =>
    void navigate({ to: "/audit/entries/$index", params: { index: idOf(entry) } });
  const { cursor, setCursor } = useList({
    rows,
    idOf,
    peeked: peek,
    onPeek: setPeek,
    onOpen: open,
  });

  return (
    <Page
      title={say("title")}
      beside={list.isSuccess && say.count("count", total)}
      actions={<VerifyActions verification={verification} />}
      under={
        <>
          <EntryFilterBar filters={filters} onChange={filter} />
          <VerifyResult verification={verification} />
        </>
      }
    >
      {list.isPending && <Skeleton lines={12} />}
      {list.isError && (
        <div className="p-5">
          <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={say("empty.title")}>{say("empty.text")}</Empty>
      )}
      {rows.length > 0 && (
        <Split
          list={
            <Grid
              label={say("label")}
              rows={rows}
              total={total}
              idOf={idOf}
              nameOf={(entry) => entry.action}
              columns={COLUMNS}
              rowHeight={ROW}
              narrow={peek !== undefined}
              cursor={cursor}
              onCursor={setCursor}
              onOpen={open}
              onEnd={
                list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined
              }
            />
          }
          peek={
            peek === undefined ? null : (
              <EntryPeek index={Number(peek)} onClose={() => setPeek(undefined)} />
            )
          }
        />
      )}
    </Page>
  );
}
