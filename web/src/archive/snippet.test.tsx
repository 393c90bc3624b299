import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Snippet } from "@/archive/snippet";

test("hits are marked, and nothing in them is markup", () => {
  const { container } = render(
    <Snippet
      pieces={[
        { text: "pay the ", marked: false },
        { text: "<b>invoice</b>", marked: true },
      ]}
    />,
  );
  expect(container.querySelector("mark")?.textContent).toBe("<b>invoice</b>");
  expect(container.querySelector("b")).toBeNull();
  expect(screen.getByText("pay the", { exact: false })).toBeTruthy();
});
