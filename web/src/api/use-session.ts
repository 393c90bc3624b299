import { useQuery } from "@tanstack/react-query";
import { allows, sessionQuery } from "@/api/session";
import type { Session } from "@/api/types";

/** Who is signed in; pages inside the shell are only drawn for somebody. */
export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

export function useMay(): (permission: string | null) => boolean {
  const session = useSession();
  return (permission) => permission === null || allows(session?.user.permissions ?? [], permission);
}
