import { expect, test } from "vitest";
import { everyHour } from "@/charts/hours";

const at = (hour: string) => new Date(`2026-05-01T${hour}Z`);

test("hours without mail are there, in order, with nothing in them", () => {
  const known = [
    { at: "2026-05-01T10:00:00+00:00", received: 5, held: 1 },
    { at: "2026-05-01T12:00:00+00:00", received: 2, held: 0 },
  ];
  const hours = everyHour(known, at("09:40:00"), at("12:10:00"));
  expect(hours.map((hour) => hour.received)).toEqual([0, 5, 0, 2]);
  expect(hours[0]?.at).toBe("2026-05-01T09:00:00.000Z");
});

test("an empty time has no hours", () => {
  expect(everyHour([], at("12:00:00"), at("11:00:00"))).toEqual([]);
});
