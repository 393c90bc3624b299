import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { setSingleKeys, useKeys, type KeyHandlers } from "@/ui/keys/use-keys";

function Keyed({ handlers }: { handlers: KeyHandlers }): ReactElement {
  useKeys(handlers);
  return (
    <>
      <input aria-label="search" />
      <button type="button">button</button>
    </>
  );
}

afterEach(() => setSingleKeys(true));

test("keys act on the page, not while typing", async () => {
  const next = vi.fn();
  render(<Keyed handlers={{ "list.next": next }} />);
  await userEvent.keyboard("j");
  expect(next).toHaveBeenCalledTimes(1);
  await userEvent.type(screen.getByLabelText("search"), "jjj");
  expect(next).toHaveBeenCalledTimes(1);
});

test("Enter belongs to a focused button", async () => {
  const open = vi.fn();
  render(<Keyed handlers={{ "list.open": open }} />);
  screen.getByRole("button").focus();
  await userEvent.keyboard("{Enter}");
  expect(open).not.toHaveBeenCalled();
});

test("the newest page wins, and gives the key back when it leaves", async () => {
  const outer = vi.fn();
  const inner = vi.fn();
  render(<Keyed handlers={{ "page.keys": outer }} />);
  const { unmount } = render(<Keyed handlers={{ "page.keys": inner }} />);
  await userEvent.keyboard("?");
  unmount();
  await userEvent.keyboard("?");
  expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([1, 1]);
});

test("single keys can be turned off; those with Ctrl stay", async () => {
  const next = vi.fn();
  const palette = vi.fn();
  setSingleKeys(false);
  render(<Keyed handlers={{ "list.next": next, "page.palette": palette }} />);
  await userEvent.keyboard("j{Control>}k{/Control}");
  expect(next).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});
