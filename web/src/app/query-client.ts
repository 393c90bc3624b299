import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/problem";
import { sessionQuery } from "@/api/session";

const TRIES = 3;

/** The cache of what the server said; `onSignedOut` runs when it no longer knows the reader. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: unknown) => {
    if (!(error instanceof Problem) || error.status !== 401) return;
    if (!queryClient.getQueryData(sessionQuery.queryKey)) return;
    queryClient.setQueryData(sessionQuery.queryKey, null);
    onSignedOut();
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (failed, error) => error instanceof Problem && error.passing && failed < TRIES,
      },
    },
  });
  return queryClient;
}
