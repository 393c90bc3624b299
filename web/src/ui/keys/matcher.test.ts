import { expect, test } from "vitest";
import { KeyMatcher, type Press } from "@/ui/keys/matcher";
import { KEYS } from "@/ui/keys/table";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

function type(...keys: string[]) {
  const matcher = new KeyMatcher();
  return keys.map((key, place) => matcher.match(press(key), place * 100));
}

test("single keys match at once", () => {
  expect(type("j", "k", "x", "#")).toEqual([
    "list.next",
    "list.previous",
    "list.select",
    "act.delete",
  ]);
});

test("a sequence matches with its last key", () => {
  expect(type("g", "m")).toEqual([null, "go.messages"]);
});

test("a broken sequence gives its last key a fresh start", () => {
  expect(type("g", "j")).toEqual([null, "list.next"]);
  expect(type("g", "g", "q")).toEqual([null, null, "go.quarantine"]);
});

test("a sequence is forgotten when its next key is late", () => {
  const matcher = new KeyMatcher();
  matcher.match(press("g"), 0);
  expect(matcher.match(press("m"), 1_500)).toBeNull();
});

test("Ctrl and ⌘ mean the same; with them a letter is not the letter alone", () => {
  const matcher = new KeyMatcher();
  expect(matcher.match(press("k", { ctrlKey: true }), 0)).toBe("page.palette");
  expect(matcher.match(press("K", { metaKey: true }), 0)).toBe("page.palette");
  expect(matcher.match(press("j", { ctrlKey: true }), 0)).toBeNull();
  expect(matcher.match(press("j", { altKey: true }), 0)).toBeNull();
});

test("no two bindings share a press, and none begins another", () => {
  const presses = Object.values(KEYS).flatMap((binding) =>
    binding.presses.map((sequence) => `${sequence.join(" ")} `),
  );
  const clashes = presses.filter((one, place) =>
    presses.some((other, elsewhere) => place !== elsewhere && other.startsWith(one)),
  );
  expect(clashes).toEqual([]);
});
