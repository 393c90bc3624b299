// What the mail pages ask the server, and under which keys the answers are kept.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, client, readText } from "@/api/client";
import type { FeedbackFilters, ListFilters, MessageFilters } from "@/mail/search-params";

const PAGE_SIZE = 100;
export const SOURCE_LIMIT = 400_000;

export const messageUrl = (id: string, rest: string) =>
  `/api/v1/mail/messages/${encodeURIComponent(id)}/${rest}`;

interface Listed {
  next_cursor?: string | null;
}
const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Listed) => last.next_cursor ?? undefined,
  // New rows wait behind "n new": a list is fetched again only when its reader asks.
  staleTime: Infinity,
  gcTime: 60_000,
};

export const messagesQuery = (filters: MessageFilters) =>
  infiniteQueryOptions({
    queryKey: ["mail", "messages", filters],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...filters,
        page_size: PAGE_SIZE,
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return answer(client.GET("/api/v1/mail/messages", { params: { query }, signal }));
    },
    ...paging,
  });

export const quarantineQuery = (words: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["mail", "quarantine", words ?? ""],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...(words ? { query: words } : {}),
        page_size: PAGE_SIZE,
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return answer(client.GET("/api/v1/mail/quarantine", { params: { query }, signal }));
    },
    ...paging,
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", "message", id],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/mail/messages/{identifier}", {
          params: { path: { identifier: id } },
          signal,
        }),
      ),
  });

export const thresholdsQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", "message", id, "thresholds"],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/mail/messages/{identifier}/thresholds", {
          params: { path: { identifier: id } },
          signal,
        }),
      ),
  });

export const senderQuery = (address: string) =>
  queryOptions({
    queryKey: ["mail", "sender", address],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/mail/senders/{address}", { params: { path: { address } }, signal }),
      ),
  });

export const analysisQuery = (days: number) =>
  queryOptions({
    queryKey: ["mail", "analysis", days],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/mail/analysis", { params: { query: { days } }, signal })),
  });

export const decisionsQuery = queryOptions({
  queryKey: ["mail", "decisions"],
  queryFn: ({ signal }) => answer(client.GET("/api/v1/mail/decisions", { signal })),
});

export const textQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", "text", id],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/mail/messages/{identifier}/text", {
          params: { path: { identifier: id } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", "source", id],
    queryFn: ({ signal }) => readText(messageUrl(id, "raw"), SOURCE_LIMIT, signal),
    staleTime: Infinity,
  });

const asked = <Filters extends object>(filters: Filters, cursor: string | undefined) => ({
  ...filters,
  page_size: PAGE_SIZE,
  ...(cursor ? { cursor } : {}),
});

export const listsQuery = (filters: ListFilters) =>
  infiniteQueryOptions({
    queryKey: ["mail", "lists", filters],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/api/v1/mail/lists", { params: { query: asked(filters, pageParam) }, signal }),
      ),
    ...paging,
    staleTime: 0,
  });

export const feedbackQuery = (filters: FeedbackFilters) =>
  infiniteQueryOptions({
    queryKey: ["mail", "feedback", "reports", filters],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/api/v1/mail/feedback", {
          params: { query: asked(filters, pageParam) },
          signal,
        }),
      ),
    ...paging,
    staleTime: 0,
  });

export const sourcesQuery = (domain: string | undefined, days: number) =>
  queryOptions({
    queryKey: ["mail", "feedback", "sources", domain ?? "", days],
    queryFn: ({ signal }) => {
      const query = { days, ...(domain ? { domain } : {}) };
      return answer(client.GET("/api/v1/mail/feedback/sources", { params: { query }, signal }));
    },
  });

export const feedbackReportQuery = (identifier: string) =>
  queryOptions({
    queryKey: ["mail", "feedback", "report", identifier],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/mail/feedback/{identifier}", {
          params: { path: { identifier } },
          signal,
        }),
      ),
  });
