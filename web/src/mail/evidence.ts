// The reasons of a verdict as every list numbers them, and what of their evidence can be shown.
import type { Part, Reason } from "@/api/types";

/** Evidence that the safe body does not show: headers, the session, and what is left out of it. */
const ELSEWHERE = [
  "header:",
  "envelope",
  "subject",
  "offset:",
  "spf",
  "dkim",
  "dmarc",
  "arc",
  "structure",
  "attachment",
  "form",
  "input",
  "script",
  "meta",
  "base",
];
export const ALL_MARKS = "all";

export interface Numbered {
  reason: Reason;
  /** The weightiest is 1, as the marks in the body have it. */
  number: number;
}

export function numbered(reasons: readonly Reason[]): Numbered[] {
  const sorted = reasons.toSorted((one, other) => other.weight - one.weight);
  return sorted.map((reason, place) => ({ reason, number: place + 1 }));
}

/** The parts that are read as the message itself, as evidence names them. */
export function bodyPlaces(parts: readonly Part[]): ReadonlySet<string> {
  const shown = parts.filter(
    ({ content_type: type, disposition }) =>
      type.startsWith("text/") && disposition !== "attachment",
  );
  return new Set(shown.map((part) => `part:${part.index}`));
}

/** Whether some of the evidence may stand in the body, where it can be marked. */
export function hasMarks(reason: Reason, body: ReadonlySet<string>): boolean {
  const places = (reason.evidence ?? []).map((seen) => seen.where);
  return places.some((where) =>
    where.startsWith("part:")
      ? body.has(where)
      : !ELSEWHERE.some((start) => where.startsWith(start)),
  );
}

interface Tags {
  tactics: string[];
  techniques: string[];
}

export function tagsOf(tags: readonly string[]): Tags {
  const after = (prefix: string) =>
    tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
  return { tactics: after("tactic:"), techniques: after("attack:") };
}
