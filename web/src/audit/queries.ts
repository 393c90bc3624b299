import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, client } from "@/api/client";
import { fromHex } from "@/audit/bytes";
import type { EntryFilters } from "@/audit/search-params";
import type { LedgerKey } from "@/audit/signature";

const PAGE_SIZE = 100;

export const CHECKPOINT_URL = "/api/v1/audit/checkpoint";

export const entriesQuery = (filters: EntryFilters) =>
  infiniteQueryOptions({
    queryKey: ["audit", "entries", filters],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...filters,
        page_size: PAGE_SIZE,
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return answer(client.GET("/api/v1/audit/entries", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: Infinity,
    gcTime: 60_000,
  });

export const entryQuery = (index: number) =>
  queryOptions({
    queryKey: ["audit", "entry", index],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/audit/entries/{index}", { params: { path: { index } }, signal })),
    staleTime: Infinity,
  });

export function fetchProof(index: number) {
  return answer(client.GET("/api/v1/audit/entries/{index}/proof", { params: { path: { index } } }));
}

export async function fetchKey(): Promise<LedgerKey> {
  const { name, public_key } = await answer(client.GET("/api/v1/audit/key"));
  return { name, publicKey: fromHex(public_key) };
}

export function verifyLedger() {
  return answer(client.POST("/api/v1/audit/verify"));
}
