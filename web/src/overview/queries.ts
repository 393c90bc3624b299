import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "@/api/client";

export const overviewQuery = (hours: number) =>
  queryOptions({
    queryKey: ["mail", "overview", hours],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/mail/overview", { params: { query: { hours } }, signal })),
  });

export const completenessQuery = queryOptions({
  queryKey: ["archive", "completeness"],
  queryFn: ({ signal }) => answer(client.GET("/api/v1/archive/completeness", { signal })),
});

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => answer(client.GET("/health/deep", { signal })),
});
