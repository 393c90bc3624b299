import { expect, test } from "vitest";
import type { Outline, Reason } from "@/api/types";
import { changesOf, suppositionOf } from "@/mail/what-if";

const reason = (id: string, weight: number): Reason => ({
  id,
  title: id,
  severity: "low",
  weight,
  sentence: "",
  evidence: [],
  tags: [],
});
const outline = (...reasons: Reason[]): Outline => ({
  score: 50,
  suspected: 50,
  disposition: "tag",
  policy: "default",
  reasons,
  mitigations: [],
  withheld: [],
});

test("what is gone, new or weighs otherwise is told, and what stays is not", () => {
  const stored = outline(reason("stays", 0.9), reason("gone", 0.8), reason("moves", 0.1));
  const supposed = outline(reason("stays", 0.9), reason("moves", 0.2), reason("new", 0.3));
  expect(changesOf(stored, supposed).map(({ kind, reason: { id } }) => [kind, id])).toEqual([
    ["gone", "gone"],
    ["new", "new"],
    ["weight", "moves"],
  ]);
  expect(changesOf(stored, stored)).toEqual([]);
  expect(changesOf(null, outline(reason("a", 1)))).toHaveLength(1);
});

test("an entry goes to its list, and one without a sender to none", () => {
  const asked = { thresholds: null, without: ["a"] };
  const deny = suppositionOf({ ...asked, entry: { kind: "deny", pattern: " Evil.test " } });
  expect(deny).toEqual({ thresholds: null, without: ["a"], allow: [], deny: ["evil.test"] });
  const empty = suppositionOf({ ...asked, entry: { kind: "allow", pattern: " " } });
  expect([empty.allow, empty.deny]).toEqual([[], []]);
});
