import { expect, test } from "vitest";
import { expiresAt, patternsOf, scopesOf } from "@/mail/listing";

test("an address can be named itself or by its domain", () => {
  expect(patternsOf("Eve@Evil.Test")).toEqual(["eve@evil.test", "evil.test"]);
  expect(patternsOf("evil.test")).toEqual(["evil.test"]);
});

test("an entry counts for a recipient, their domain or everybody, each offered once", () => {
  expect(scopesOf(["a@x.test", "B@x.test"])).toEqual(["a@x.test", "b@x.test", "x.test", ""]);
  expect(scopesOf([])).toEqual([""]);
});

test("an entry is over after its days, or never", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  expect(expiresAt("7", now)).toBe("2026-01-08T00:00:00.000Z");
  expect(expiresAt("never", now)).toBeNull();
});
