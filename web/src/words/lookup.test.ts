import { expect, test } from "vitest";
import { speak } from "@/words/lookup";

const say = speak({
  greeting: "Hello {name}",
  "found.one": "{n} message",
  "found.other": "{n} messages",
  "state.held": "Held",
});

test("holes are filled, and text a stranger sent is not read as a hole", () => {
  expect(say("greeting", { name: "{name} $&" })).toBe("Hello {name} $&");
});

test("a count picks its form and groups its digits", () => {
  expect(say.count("found", 1)).toBe("1 message");
  expect(say.count("found", 12000)).toBe("12,000 messages");
});

test("a value without a word is shown as it came", () => {
  expect(say.value("state", "held")).toBe("Held");
  expect(say.value("state", "not_held")).toBe("not held");
});
