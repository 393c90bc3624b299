import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Reason } from "@/api/types";
import { Reasons } from "@/mail/reasons";

const reason = (id: string, weight: number, text = ""): Reason => ({
  id,
  title: id,
  severity: "high",
  weight,
  sentence: `Because of ${id}.`,
  evidence: text ? [{ where: "header:subject", text }] : [],
  tags: [],
});

test("the weightiest sign comes first, its weight readable without the bar", () => {
  render(<Reasons reasons={[reason("minor", 0.1), reason("major", 0.86)]} />);
  const [first] = screen.getAllByRole("listitem");
  if (!first) throw new Error("no sign is listed");
  expect(within(first).getByRole("heading").textContent).toContain("major");
  expect(first.textContent).toContain("86%");
  expect(first.textContent).toContain("High");
});

test("evidence is shown as text, with hidden characters marked", () => {
  render(<Reasons reasons={[reason("bidi", 0.5, "<b>fdp\u202eexe</b>")]} />);
  const evidence = screen.getByRole("list", { name: "Evidence" });
  expect(evidence.textContent).toContain("<b>fdpRLOexe</b>");
});

test("no signs is said in words", () => {
  render(<Reasons reasons={[]} />);
  expect(screen.getByText(/No detector found anything/)).toBeTruthy();
});
