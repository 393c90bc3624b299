import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Outline, Reason } from "@/api/types";
import { Comparison } from "@/mail/what-if-result";

const reason: Reason = {
  id: "a",
  title: "Disguised attachment",
  severity: "high",
  weight: 0.85,
  sentence: "It has two endings.",
  evidence: [],
  tags: [],
};
const outline = (score: number, reasons: Reason[]): Outline => ({
  score,
  suspected: score,
  disposition: score > 74 ? "hold" : "deliver",
  policy: "default",
  reasons,
  mitigations: [],
  withheld: [],
});

test("both verdicts stand side by side with what makes the difference", () => {
  const [stored, supposed] = [outline(85, [reason]), outline(3, [])];
  render(<Comparison compared={{ stored, supposed, changes: true }} />);
  const status = screen.getByRole("status");
  expect(status.textContent).toContain("would fare differently");
  expect(status.textContent).toContain("Nothing was saved");
  expect(screen.getByText("Score 85 of 100")).toBeTruthy();
  expect(screen.getByText("Score 3 of 100")).toBeTruthy();
  const row = within(screen.getByRole("listitem"));
  expect(row.getByText("Disguised attachment")).toBeTruthy();
  expect(row.getByText("Not found:")).toBeTruthy();
});

test("a message that was never judged has nothing to compare, and says so", () => {
  render(<Comparison compared={{ stored: null, supposed: outline(0, []), changes: true }} />);
  expect(screen.getByText("Not judged yet")).toBeTruthy();
});
