import { expect, test } from "vitest";
import type { Sender } from "@/api/types";
import { senderStory } from "@/mail/sender-story";

const seen = {
  messages: 4,
  first_seen: "2026-01-02T03:04:05Z",
  last_seen: "2026-02-02T03:04:05Z",
  released: 3,
  reported_phish: 0,
  reported_spam: 0,
  reported_ham: 1,
};
const nobody: Sender = {
  address: "a@example.com",
  proved: null,
  claimed: null,
  domain_seen: 0,
  written_to: 0,
  infrastructure: [],
};

test("what was proved is told with what people made of it", () => {
  const story = senderStory({ ...nobody, proved: seen, written_to: 12 });
  expect(story[0]).toBe("4 messages proved to come from this address");
  expect(story).toContain("Released 3 times");
  expect(story).toContain("Reported as wanted once");
  expect(story).toContain("Your people wrote to it 12 times");
  expect(story.some((one) => one.startsWith("First seen "))).toBe(true);
  expect(story.join(" ")).not.toContain("phishing");
});

test("a claim is called one, and a stranger nobody wrote to is said to be", () => {
  const story = senderStory({ ...nobody, claimed: { ...seen, messages: 1, released: 0 } });
  expect(story[0]).toBe("1 message only claimed to come from it");
  expect(story.at(-1)).toBe("Your people never wrote to it");
});
