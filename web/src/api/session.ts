// Who is signed in, and what they may do.
import { queryOptions } from "@tanstack/react-query";
import { answer, carryToken, client } from "@/api/client";
import { Problem } from "@/api/problem";
import type { Session } from "@/api/types";

function begin(session: Session): Session {
  carryToken(session.csrf_token);
  return session;
}

/** The present session; `null` when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return begin(await answer(client.GET("/api/v1/identity/session")));
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) return null;
      throw problem;
    }
  },
  staleTime: Infinity,
});

export async function signIn(username: string, password: string): Promise<Session> {
  return begin(
    await answer(client.POST("/api/v1/identity/session", { body: { username, password } })),
  );
}

export async function signOut(): Promise<void> {
  await answer(client.DELETE("/api/v1/identity/session"));
  carryToken("");
}

/** Whether one of `patterns` (`mail:*:read`, `*`) covers `permission` (`mail:message:read`). */
export function allows(patterns: readonly string[], permission: string): boolean {
  const wanted = permission.split(":");
  return patterns.some((pattern) => {
    const parts = pattern.split(":");
    const last = parts[parts.length - 1];
    if (parts.length > wanted.length) return false;
    if (parts.length < wanted.length && last !== "*") return false;
    return parts.every((part, place) => part === "*" || part === wanted[place]);
  });
}
