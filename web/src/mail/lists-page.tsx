// The senders that people let in or keep out.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import type { ListEntry } from "@/api/types";
import { useMay } from "@/api/use-session";
import { ListDialog } from "@/mail/list-dialog";
import type { ListKind } from "@/mail/listing";
import { listsQuery } from "@/mail/queries";
import { RemoveDialog } from "@/mail/remove-dialog";
import { LIST_KINDS } from "@/mail/search-params";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { SearchBox } from "@/ui/filters";
import { Hostile } from "@/ui/hostile";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Table } from "@/ui/table";
import { Time } from "@/ui/time";

const route = getRouteApi("/in/mail/lists");
type Filters = ReturnType<typeof route.useSearch>;

export function ListsPage(): ReactElement {
  const filters = route.useSearch();
  const navigate = useNavigate({ from: "/mail/lists" });
  const list = useInfiniteQuery({ ...listsQuery(filters), placeholderData: keepPreviousData });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [adding, setAdding] = useState<ListKind | null>(null);
  const [removing, setRemoving] = useState<ListEntry | null>(null);
  const writes = useMay()("mail:list:write");
  const filter = (changes: Filters) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  return (
    <Page
      title={say("lists.title")}
      beside={list.data && say.count("lists.count", list.data.pages[0]?.total ?? 0)}
      actions={
        writes && (
          <span className="flex gap-2">
            <Button onClick={() => setAdding("allow")}>{say("lists.allow")}</Button>
            <Button onClick={() => setAdding("block")}>{say("lists.block")}</Button>
          </span>
        )
      }
      under={<Filters filters={filters} onChange={filter} />}
    >
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && entries.length === 0 && (
          <Empty title={say("lists.empty.title")}>
            {say(Object.keys(filters).length ? "lists.empty.filtered" : "lists.empty")}
          </Empty>
        )}
        {entries.length > 0 && (
          <Entries entries={entries} onRemove={writes ? setRemoving : undefined} />
        )}
        {list.hasNextPage && (
          <Button
            className="mt-3"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {say("more")}
          </Button>
        )}
      </div>
      {adding && <ListDialog kind={adding} onClose={() => setAdding(null)} />}
      {removing && <RemoveDialog entry={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

interface FiltersProps {
  filters: Filters;
  onChange: (changes: Filters) => void;
}

function Filters({ filters, onChange }: FiltersProps): ReactElement {
  const choose = (changes: Record<string, string | undefined>) => onChange(changes as Filters);
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-2">
      <SearchBox
        label={say("lists.search")}
        value={filters.query ?? ""}
        onChange={(query) => choose({ query: query || undefined })}
      />
      <Select
        aria-label={say("lists.kind")}
        value={filters.kind ?? ""}
        onChange={(event) => choose({ kind: event.target.value || undefined })}
      >
        <option value="">{say("lists.kind.any")}</option>
        {LIST_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {say(`list.${kind}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

interface EntriesProps {
  entries: readonly ListEntry[];
  onRemove: ((entry: ListEntry) => void) | undefined;
}

function Entries({ entries, onRemove }: EntriesProps): ReactElement {
  return (
    <Table
      label={say("lists.title")}
      rows={entries}
      idOf={(entry) => entry.id}
      columns={[
        {
          head: say("lists.kind"),
          cell: ({ kind }) => (
            <span className={`font-medium ${kind === "block" ? "text-critical" : "text-accent"}`}>
              {say(`list.${kind}`)}
            </span>
          ),
        },
        {
          head: say("list.pattern"),
          cell: ({ pattern }) => <Hostile className="font-medium break-all">{pattern}</Hostile>,
        },
        {
          head: say("list.scope"),
          cell: ({ scope }) =>
            scope ? <Hostile className="break-all">{scope}</Hostile> : say("list.scope.everybody"),
        },
        {
          head: say("dialog.reason"),
          cell: (entry) => (
            <>
              <Hostile>{entry.reason}</Hostile>{" "}
              <Hostile className="text-quiet text-sm">{entry.created_by}</Hostile>
            </>
          ),
        },
        {
          head: say("lists.until"),
          cell: ({ expires_at: end }) =>
            end ? <Time at={end} form="relative" /> : <span className="text-quiet">–</span>,
        },
        {
          head: "",
          end: true,
          cell: (entry) =>
            onRemove && (
              <Button size="sm" onClick={() => onRemove(entry)}>
                {say("lists.remove")}
              </Button>
            ),
        },
      ]}
    />
  );
}
