import { expect, test } from "vitest";
import { withState } from "@/mail/live-rows";

const row = (id: string, state = "held") => ({ id, state }) as { id: string; state: "held" };
const data = {
  pages: [{ items: [row("a"), row("b")] }, { items: [row("c")] }],
  pageParams: [undefined, "2"],
};

test("a known row changes in its place", () => {
  const after = withState(data, "c", "released");
  expect(after.pages[1]?.items).toEqual([{ id: "c", state: "released" }]);
  expect(after.pages[0]?.items).toEqual(data.pages[0]?.items);
});

test("a message that is not shown changes nothing at all", () => {
  expect(withState(data, "z", "released")).toBe(data);
});
