import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Snippet, withHitInSight } from "@/archive/snippet";

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

test("a long lead is cut at a word, and only when a hit follows", () => {
  const lead = {
    text: "The supplier changed banks. Please send the payment to the new",
    marked: false,
  };
  const hit = { text: "account", marked: true };
  expect(withHitInSight([lead, hit])).toEqual([
    { text: "… send the payment to the new", marked: false },
    hit,
  ]);
  expect(withHitInSight([lead])).toEqual([lead]);
  expect(withHitInSight([hit, lead])).toEqual([hit, lead]);
  expect(withHitInSight([])).toEqual([]);
});
