import { expect, test } from "vitest";
import type { DetectorFigures } from "@/api/types";
import { sorted } from "@/mail/sorting";

const row = (id: string, fired: number, bad: number, low: number | null): DetectorFigures => ({
  id,
  title: id.toUpperCase(),
  description: "",
  fired,
  confirmed_bad: bad,
  confirmed_good: 0,
  precision: low === null ? null : 1,
  interval: low === null ? null : { low, high: 1 },
});
const ROWS = [row("b", 5, 1, 0.2), row("a", 5, 30, 0.9), row("c", 9, 0, null)];
const order = (by: Parameters<typeof sorted>[1]) => sorted(ROWS, by).map(({ id }) => id);

test("more decisions of the same precision count for more, none for nothing", () => {
  expect(order("precision")).toEqual(["a", "b", "c"]);
});

test("equals stand in the order of their ids", () => {
  expect(order("hits")).toEqual(["c", "a", "b"]);
  expect(order("name")).toEqual(["a", "b", "c"]);
});
