import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, client } from "@/api/client";

const PAGE_SIZE = 50;

export const archiveUrl = (id: string, rest: string) =>
  `/api/v1/archive/messages/${encodeURIComponent(id)}/${rest}`;

export const searchQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: ["archive", "search", words],
    queryFn: ({ pageParam, signal }) => {
      const query = { query: words, page: pageParam, page_size: PAGE_SIZE };
      return answer(client.GET("/api/v1/archive/search", { params: { query }, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_next ? last.page + 1 : undefined),
    staleTime: Infinity,
    gcTime: 60_000,
  });

export const archivedQuery = (id: string) =>
  queryOptions({
    queryKey: ["archive", "message", id],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/archive/messages/{identifier}", {
          params: { path: { identifier: id } },
          signal,
        }),
      ),
  });

export const completenessQuery = queryOptions({
  queryKey: ["archive", "completeness"],
  queryFn: ({ signal }) => answer(client.GET("/api/v1/archive/completeness", { signal })),
});
