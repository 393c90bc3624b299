import { expect, test } from "vitest";
import { rateOf, type Day } from "@/charts/days";

const day: Day = {
  day: "2026-01-01T00:00:00Z",
  messages: 9,
  caught: 4,
  bad_caught: 3,
  confirmed_bad: 4,
  confirmed_good: 1,
};

test("the rate is of what people confirmed, not of what was caught", () => {
  expect(rateOf(day)).toBe(0.75);
});

test("without a confirmed message there is no rate, not a rate of nothing", () => {
  expect(rateOf({ ...day, bad_caught: 0, confirmed_bad: 0 })).toBeNull();
});
