import { expect, test } from "vitest";
import { placed } from "@/mail/part-tree";

const part = (index: number, parent: number | null) => ({ index, parent }) as never;
const depths = (...parts: [number, number | null][]) =>
  placed(parts.map(([index, parent]) => part(index, parent))).map((one) => one.depth);

test("parts stand under their parents", () => {
  expect(depths([0, null], [1, 0], [2, 1], [3, 1], [4, 0])).toEqual([0, 1, 2, 2, 1]);
});

test("a parent that is missing, later or the part itself is no parent", () => {
  expect(depths([0, 9], [1, 2], [2, 2])).toEqual([0, 0, 0]);
});
