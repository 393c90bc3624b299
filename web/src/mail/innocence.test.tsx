import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Verdict } from "@/api/types";
import { Innocence } from "@/mail/innocence";

const verdict = (suspected: number | null, mitigations: Verdict["mitigations"]): Verdict => ({
  score: 60,
  suspected,
  disposition: "tag",
  policy: "default",
  judged_at: "2026-01-01T00:00:00Z",
  milliseconds: 1,
  reasons: [],
  mitigations,
  withheld: [],
  files: [],
});

test("what speaks for a message is told with its strength and what it came to", () => {
  const mitigation = { id: "a", sentence: "Your people wrote to it.", strength: 0.35 };
  render(<Innocence verdict={verdict(82, [mitigation])} />);
  expect(screen.getByText("Your people wrote to it.")).toBeTruthy();
  expect(screen.getByText("−35%")).toBeTruthy();
  expect(screen.getByText(/signs alone come to 82.* to 60/)).toBeTruthy();
});

test("where nothing speaks for it that is said, and no lowering is claimed", () => {
  render(<Innocence verdict={verdict(60, [])} />);
  expect(screen.getByText(/Nothing lowers the score/)).toBeTruthy();
  expect(screen.queryByText(/signs alone/)).toBeNull();
});
