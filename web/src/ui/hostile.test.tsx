import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Hostile } from "@/ui/hostile";

test("markup in a subject stays text", () => {
  const { container } = render(<Hostile>{"<img src=x onerror=alert(1)> hi"}</Hostile>);
  expect(container.querySelector("img")).toBeNull();
  expect(container.textContent).toBe("<img src=x onerror=alert(1)> hi");
});

test("an override becomes a mark with its name", () => {
  render(<Hostile>{"invoice\u202efdp.exe"}</Hostile>);
  expect(screen.getByTitle("Hidden character U+202E: RLO").textContent).toBe("RLO");
});

test("a very long string is cut", () => {
  const { container } = render(<Hostile>{"x".repeat(100_000)}</Hostile>);
  expect(container.textContent).toHaveLength(4_001);
});
