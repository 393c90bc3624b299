import { expect, test, vi } from "vitest";
import { problemOf } from "@/api/problem";
import { sessionQuery } from "@/api/session";
import { makeQueryClient } from "@/app/query-client";

const ask = (status: number) => ({
  queryKey: [status],
  queryFn: () => Promise.reject(problemOf(null, status)),
  retryDelay: 0,
});

test("a session that ended is noticed once, on whatever was asked", async () => {
  const onSignedOut = vi.fn();
  const queryClient = makeQueryClient(onSignedOut);
  queryClient.setQueryData(sessionQuery.queryKey, { user: {} } as never);
  await queryClient.prefetchQuery(ask(401));
  await queryClient.prefetchQuery({ ...ask(401), queryKey: ["again"] });
  expect(onSignedOut).toHaveBeenCalledTimes(1);
  expect(queryClient.getQueryData(sessionQuery.queryKey)).toBeNull();
});

test.each([
  [500, 4],
  [429, 4],
  [404, 1],
  [403, 1],
])("a %d is asked %d times", async (status, times) => {
  const queryFn = vi.fn(ask(status).queryFn);
  const queryClient = makeQueryClient(() => {});
  await queryClient
    .fetchQuery({
      ...ask(status),
      queryFn,
      retry: (queryClient.getDefaultOptions().queries?.retry as never) ?? false,
    })
    .catch(() => null);
  expect(queryFn).toHaveBeenCalledTimes(times);
});
