import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { DailyChart } from "@/charts/daily";
import type { Day } from "@/charts/days";

const day = (name: string, bad: number, caught: number): Day => ({
  day: `${name}T00:00:00Z`,
  messages: 40,
  caught: 8,
  bad_caught: caught,
  confirmed_bad: bad,
  confirmed_good: 2,
});
const DAYS = [day("2026-03-01", 4, 3), day("2026-03-02", 0, 0), day("2026-03-03", 2, 2)];

test("the table holds the figures of the picture, the newest day first", async () => {
  render(<DailyChart days={DAYS} />);
  await userEvent.click(screen.getByRole("button", { name: "As a table" }));
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  const cells = rows.map((row) => [...row.children].map((cell) => cell.textContent));
  expect(cells[1]).toEqual(["Mar 3", "40", "8", "2", "2", "2", "100%"]);
  expect(cells[2]?.at(-1)).toBe("–");
  expect(cells[3]).toEqual(["Mar 1", "40", "8", "4", "3", "2", "75%"]);
});

test("no line is drawn through a day without a rate", () => {
  const { container, rerender } = render(<DailyChart days={DAYS} />);
  expect(container.querySelectorAll("circle")).toHaveLength(2);
  expect(container.querySelectorAll("line.stroke-accent")).toHaveLength(0);
  rerender(<DailyChart days={[day("2026-03-01", 4, 3), day("2026-03-02", 1, 1)]} />);
  expect(container.querySelectorAll("line.stroke-accent")).toHaveLength(1);
});
