import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { problemOf } from "@/api/problem";
import { report, reportProblem, Toasts } from "@/ui/toast";

test("good news leaves, bad news stays until it is dismissed", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(<Toasts />);
  act(() => {
    report("Released");
    reportProblem(problemOf({ title: "Refused", detail: "Ask an administrator." }, 403));
  });
  expect(screen.getByText("Released")).toBeTruthy();
  act(() => void vi.advanceTimersByTime(10_000));
  expect(screen.queryByText("Released")).toBeNull();
  expect(screen.getByText("Ask an administrator.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText("Refused")).toBeNull();
  vi.useRealTimers();
});
