import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ReportDialog } from "@/mail/report-dialog";

test("what a message is and the note are handed on, once", async () => {
  const onReport = vi.fn();
  const onClose = vi.fn();
  render(<ReportDialog count={2} onClose={onClose} onReport={onReport} />);
  expect(screen.getByText("What are these 2 messages?")).toBeTruthy();
  await userEvent.click(screen.getByLabelText(/^Wanted/));
  await userEvent.type(screen.getByLabelText(/^Note/), "  from our bank ");
  await userEvent.click(screen.getByRole("button", { name: "Report" }));
  expect(onReport.mock.calls).toEqual([["ham", "from our bank"]]);
  expect(onClose).toHaveBeenCalledOnce();
});

test("nothing is reported by leaving", async () => {
  const onReport = vi.fn();
  render(<ReportDialog count={1} onClose={vi.fn()} onReport={onReport} />);
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(onReport).not.toHaveBeenCalled();
});
