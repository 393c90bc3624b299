// Letting senders in or keeping them out: whom an entry may name, and for whom it may count.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "@/api/client";
import type { NewListEntry } from "@/api/types";
import { say } from "@/mail/words";
import { report } from "@/ui/toast";

export type ListKind = NewListEntry["kind"];
export const EXPIRIES = ["7", "30", "90", "365", "never"] as const;
export type Expiry = (typeof EXPIRIES)[number];

const domainOf = (address: string) => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** The address, and the domain it is at. */
export function patternsOf(address: string): string[] {
  const plain = address.toLowerCase();
  return plain.includes("@") ? [plain, domainOf(plain)] : [plain];
}

/** Each recipient, each of their domains, and everybody (the empty scope). */
export function scopesOf(recipients: readonly string[]): string[] {
  const people = recipients.map((one) => one.toLowerCase());
  return [...new Set([...people, ...people.map(domainOf), ""])];
}

export function expiresAt(expiry: Expiry, now: Date): string | null {
  if (expiry === "never") return null;
  return new Date(now.getTime() + Number(expiry) * 86_400_000).toISOString();
}

export function useAddEntry(onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewListEntry) => answer(client.POST("/api/v1/mail/lists", { body })),
    onSuccess: (entry) => {
      report(say(`list.added.${entry.kind}`, { pattern: entry.pattern }));
      void queryClient.invalidateQueries({ queryKey: ["mail", "lists"] });
      void queryClient.invalidateQueries({ queryKey: ["mail", "sender"] });
      onDone();
    },
  });
}
