import { expect, test } from "vitest";
import type { Part, Reason } from "@/api/types";
import { bodyPlaces, hasMarks, numbered, tagsOf } from "@/mail/evidence";

const reason = (id: string, weight: number, ...places: string[]): Reason => ({
  id,
  title: id,
  severity: "low",
  weight,
  sentence: "",
  evidence: places.map((where) => ({ where, text: "x" })),
  tags: [],
});

test("reasons are numbered by weight, and equals keep the server's order", () => {
  const found = numbered([reason("b", 0.2), reason("a", 0.9), reason("c", 0.2)]);
  expect(found.map(({ reason: { id }, number }) => [id, number])).toEqual([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
});

test("only what may stand in the body can be marked there", () => {
  const part = (index: number, content_type: string, disposition: string | null): Part =>
    ({ index, content_type, disposition }) as Part;
  const body = bodyPlaces([
    part(0, "multipart/mixed", null),
    part(1, "text/html", null),
    part(2, "application/zip", "attachment"),
    part(3, "text/html", "attachment"),
  ]);
  expect(hasMarks(reason("a", 1, "header:from", "spf", "form"), body)).toBe(false);
  expect(hasMarks(reason("a", 1, "header:from", "part:1"), body)).toBe(true);
  expect(hasMarks(reason("a", 1, "part:2", "part:3"), body)).toBe(false);
  expect(hasMarks(reason("a", 1, "link"), body)).toBe(true);
  expect(hasMarks(reason("a", 1), body)).toBe(false);
});

test("tactics and techniques are told apart, and other tags left out", () => {
  const tags = ["tactic:spam", "attack:T1566.002", "own:thing"];
  expect(tagsOf(tags)).toEqual({ tactics: ["spam"], techniques: ["T1566.002"] });
});
