// What would differ under other rules: two verdicts, reason by reason.
import { answer, client } from "@/api/client";
import type { Compared, Outline, Reason, Supposition } from "@/api/types";

export interface Asked {
  /** `null`: those in force. */
  thresholds: { tag_at: number; hold_at: number; reject_at: number } | null;
  without: readonly string[];
  entry: { kind: "allow" | "deny"; pattern: string } | null;
}

export function suppositionOf({ thresholds, without, entry }: Asked): Supposition {
  const pattern = entry?.pattern.trim().toLowerCase();
  return {
    thresholds,
    without: [...without],
    allow: entry?.kind === "allow" && pattern ? [pattern] : [],
    deny: entry?.kind === "deny" && pattern ? [pattern] : [],
  };
}

export function suppose(id: string, body: Supposition): Promise<Compared> {
  const params = { path: { identifier: id } };
  return answer(client.POST("/api/v1/mail/messages/{identifier}/what-if", { params, body }));
}

export type Change =
  { kind: "gone" | "new"; reason: Reason } | { kind: "weight"; reason: Reason; before: number };

/** What the supposed verdict says otherwise, the weightiest first. */
export function changesOf(stored: Outline | null, supposed: Outline): Change[] {
  const before = new Map((stored?.reasons ?? []).map((reason) => [reason.id, reason]));
  const after = new Set(supposed.reasons.map((reason) => reason.id));
  const gone = [...before.values()].filter((reason) => !after.has(reason.id));
  const changes: Change[] = gone.map((reason) => ({ kind: "gone", reason }));
  for (const reason of supposed.reasons) {
    const known = before.get(reason.id);
    if (!known) changes.push({ kind: "new", reason });
    else if (known.weight !== reason.weight) {
      changes.push({ kind: "weight", reason, before: known.weight });
    }
  }
  return changes.toSorted((one, other) => other.reason.weight - one.reason.weight);
}
