import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Paperclip } from "lucide-react";
import { useMemo, useState, type ReactElement } from "react";
import { useLiveEvents } from "@/api/live-context";
import type { Hit, SearchPage as Found } from "@/api/types";
import { ArchivedPeek } from "@/archive/archived-peek";
import { CompletenessBadge } from "@/archive/completeness";
import { SyntaxHelp } from "@/archive/help";
import { searchQuery } from "@/archive/queries";
import { Snippet } from "@/archive/snippet";
import { say } from "@/archive/words";
import { Fresh, SearchBox } from "@/ui/filters";
import { formatBytes } from "@/ui/format";
import { Grid, type Column } from "@/ui/grid";
import { Hostile } from "@/ui/hostile";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Split } from "@/ui/split";
import { DispositionWord } from "@/ui/status";
import { Time } from "@/ui/time";
import { useList } from "@/ui/use-list";

const route = getRouteApi("/in/archive");
const ROW = 64;
const idOf = (hit: Hit) => hit.id;

const COLUMNS: readonly Column<Hit>[] = [
  {
    id: "date",
    head: say("column.date"),
    width: "5rem",
    cell: (hit) => (
      <span className="text-quiet text-sm">
        <Time at={hit.date ?? hit.received_at} />
      </span>
    ),
  },
  {
    id: "from",
    head: say("column.from"),
    width: "minmax(6rem,2fr)",
    cell: (hit) => (
      <>
        <Hostile className="block truncate font-medium">
          {hit.from_name || hit.from_address}
        </Hostile>
        {hit.from_name && (
          <Hostile className="text-quiet block truncate text-sm">{hit.from_address}</Hostile>
        )}
      </>
    ),
  },
  {
    id: "message",
    head: say("column.message"),
    width: "minmax(12rem,5fr)",
    cell: (hit) => <HitCell hit={hit} />,
  },
  {
    id: "disposition",
    head: "",
    width: "5.5rem",
    roomy: true,
    cell: (hit) =>
      hit.disposition &&
      hit.disposition !== "deliver" && <DispositionWord disposition={hit.disposition} />,
  },
  {
    id: "size",
    head: say("column.size"),
    width: "4.5rem",
    end: true,
    roomy: true,
    cell: (hit) => <span className="text-quiet text-sm">{formatBytes(hit.size)}</span>,
  },
];

function HitCell({ hit }: { hit: Hit }): ReactElement {
  return (
    <>
      <span className="flex items-center gap-2">
        <Link
          to="/archive/messages/$id"
          params={{ id: hit.id }}
          tabIndex={-1}
          className="truncate font-medium hover:underline"
        >
          {hit.subject ? <Hostile>{hit.subject}</Hostile> : say("subject.none")}
        </Link>
        {hit.attachments.length > 0 && (
          <span title={hit.attachments.join("\n")} className="text-quiet shrink-0">
            <Paperclip aria-hidden="true" className="size-3.5" />
            <span className="sr-only">{say.count("attachments", hit.attachments.length)}</span>
          </span>
        )}
      </span>
      <span className="text-quiet block truncate text-sm">
        <Snippet pieces={hit.snippet} />
      </span>
    </>
  );
}

export function SearchPage(): ReactElement {
  const { query: words = "", peek } = route.useSearch();
  const navigate = useNavigate({ from: "/archive" });
  const found = useInfiniteQuery({ ...searchQuery(words), placeholderData: keepPreviousData });
  const hits = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const first = found.data?.pages[0];
  const [arrived, setArrived] = useState(0);
  useLiveEvents("archive.message.", () => setArrived((before) => before + 1));

  const setPeek = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, peek: id }), replace: true });
  const open = (hit: Hit) => void navigate({ to: "/archive/messages/$id", params: { id: hit.id } });
  const { cursor, setCursor } = useList({
    rows: hits,
    idOf,
    peeked: peek,
    onPeek: setPeek,
    onOpen: open,
  });
  const showFresh = () => {
    setArrived(0);
    void found.refetch();
  };

  return (
    <Page
      title={say("title")}
      // What arrives while a search stands may not fit it: only the whole archive counts it.
      beside={<Fresh count={words ? 0 : arrived} onShow={showFresh} />}
      actions={<CompletenessBadge />}
      under={
        <>
          <div className="mt-2.5 flex items-center gap-2">
            <SearchBox
              wide
              label={say("query")}
              placeholder={say("query.placeholder")}
              value={words}
              onChange={(next) =>
                void navigate({ search: next ? { query: next } : {}, replace: true })
              }
            />
            <SyntaxHelp onTry={(query) => void navigate({ search: { query } })} />
          </div>
          {first && !found.isError && <Understood found={first} />}
        </>
      }
    >
      {found.isPending && <Skeleton lines={12} />}
      {found.isError && (
        <div className="p-5">
          <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
        </div>
      )}
      {found.isSuccess && hits.length === 0 && <NothingFound words={words} />}
      {!found.isError && hits.length > 0 && (
        <Split
          list={
            <Grid
              label={say("label")}
              rows={hits}
              total={first?.total ?? hits.length}
              idOf={idOf}
              nameOf={(hit) => hit.subject}
              columns={COLUMNS}
              rowHeight={ROW}
              narrow={peek !== undefined}
              cursor={cursor}
              onCursor={setCursor}
              onOpen={open}
              onEnd={
                found.hasNextPage && !found.isFetching
                  ? () => void found.fetchNextPage()
                  : undefined
              }
            />
          }
          peek={
            peek === undefined ? null : (
              <ArchivedPeek id={peek} onClose={() => setPeek(undefined)} />
            )
          }
        />
      )}
    </Page>
  );
}

function Understood({ found }: { found: Found }): ReactElement {
  return (
    <p role="status" className="mt-2 flex flex-wrap gap-x-4 text-sm">
      <span className="font-medium">{say.count("count", found.total)}</span>
      <span className="text-quiet">
        <Hostile>{found.explained}</Hostile>
      </span>
      {found.index_lag > 0 && (
        <span className="text-medium">{say.count("lag", found.index_lag)}</span>
      )}
    </p>
  );
}

function NothingFound({ words }: { words: string }): ReactElement {
  if (words) return <Empty title={say("empty.title")}>{say("empty.text")}</Empty>;
  return (
    <Empty title={say("empty.fresh.title")}>
      {say("empty.fresh", { command: "bartizan mail send --samples" })}
    </Empty>
  );
}
