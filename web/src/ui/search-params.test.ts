import { expect, test } from "vitest";
import { moment, oneOf, params, text } from "@/ui/search-params";

const read = params({ query: text(), state: oneOf(["held", "deleted"]), after: moment() });

test("what fits is kept", () => {
  const search = { query: "from:ada", state: "held", after: "2026-05-01T00:00:00Z" };
  expect(read(search)).toEqual(search);
});

test.each([
  { query: 7 },
  { query: "" },
  { query: "x".repeat(401) },
  { query: { nested: true } },
  { state: "on fire" },
  { after: "yesterday-ish" },
  { unknown: "x" },
])("%j is dropped", (search) => {
  expect(read(search)).toEqual({});
});
