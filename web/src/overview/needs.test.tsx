import { expect, test } from "vitest";
import type { Completeness, Health, MailOverview } from "@/api/types";
import { needsOf } from "@/overview/needs";

const calm = { held_now: 0, deferred: 0, waiting: 0 } as MailOverview;
const whole = { complete: true, missing_total: 0 } as Completeness;
const well = { status: "ok", checks: [{ name: "ledger", status: "ok" }] } as Health;
const ids = (...facts: Parameters<typeof needsOf>) => needsOf(...facts).map((need) => need.id);

test("when all is well nobody is needed", () => {
  expect(ids(calm, whole, well)).toEqual([]);
  expect(ids(calm, undefined, undefined)).toEqual([]);
});

test("a broken ledger comes before a gap, a gap before held mail, held mail before waiting", () => {
  const busy = { ...calm, held_now: 3, deferred: 1, waiting: 2 };
  const broken = { status: "failing", checks: [{ name: "ledger", status: "failing" }] } as Health;
  const gap = { complete: false, missing_total: 2 } as Completeness;
  expect(ids(busy, gap, broken)).toEqual([
    "check-ledger",
    "missing",
    "held",
    "deferred",
    "waiting",
  ]);
});

test("one and many are told apart", () => {
  const [need] = needsOf({ ...calm, held_now: 1 }, undefined, undefined);
  expect(need?.title).toBe("1 message is held");
});
