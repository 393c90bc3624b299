import { expect, test } from "vitest";
import { niceCeiling, ticksOf } from "@/charts/scale";

test.each([
  [0, 4],
  [4, 4],
  [5, 5],
  [23, 25],
  [26, 50],
  [99, 100],
  [101, 200],
  [1_000_001, 2_000_000],
])("up to %d the axis ends at %d", (highest, ceiling) => {
  expect(niceCeiling(highest)).toBe(ceiling);
});

test.each([4, 5, 25, 50, 100, 200])("an axis to %d has whole, even marks", (ceiling) => {
  const ticks = ticksOf(ceiling);
  expect(ticks[0]).toBe(0);
  expect(ticks.at(-1)).toBe(ceiling);
  expect(ticks.every(Number.isInteger)).toBe(true);
});
