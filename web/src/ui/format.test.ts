import { expect, test } from "vitest";
import {
  formatBytes,
  formatMilliseconds,
  formatMoment,
  formatRelative,
  formatUtcDay,
} from "@/ui/format";

const now = new Date(2026, 4, 20, 12, 0);

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1 kB"],
  [1_432, "1.4 kB"],
  [482_133, "482 kB"],
  [4_800_000, "4.8 MB"],
  [7e15, "7,000 TB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("a moment says no more than is needed", () => {
  expect(formatMoment(new Date(2026, 4, 20, 9, 5), now)).toBe("09:05");
  expect(formatMoment(new Date(2026, 4, 19, 9, 5), now)).toBe("May 19");
  expect(formatMoment(new Date(2025, 4, 19, 9, 5), now)).toBe("May 19, 2025");
});

test("distances choose their unit", () => {
  expect(formatRelative(new Date(2026, 4, 20, 11, 58), now)).toBe("2m ago");
  expect(formatRelative(new Date(2026, 4, 23, 12, 0), now)).toBe("in 3d");
});

test("durations", () => {
  expect(formatMilliseconds(3.44)).toBe("3.4 ms");
  expect(formatMilliseconds(1250)).toBe("1.3 s");
});

test("a day of the server is not the reader's day before", () => {
  expect(formatUtcDay(new Date("2026-03-01T00:00:00Z"))).toBe("Mar 1");
});
