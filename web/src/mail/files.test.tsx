import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FileSeen } from "@/api/types";
import { Files } from "@/mail/files";

const file = (path: string[], more: Partial<FileSeen> = {}): FileSeen => ({
  part: 1,
  path,
  type: "zip",
  size: 2_000,
  sha256: "00",
  signs: [],
  defects: [],
  ...more,
});

test("files inside are told with their signs and with what stood in the way", () => {
  const inner = file(["a.zip", "b\u202ecod.exe"], {
    signs: [{ trait: "macro-runs-by-itself", detail: "AutoOpen" }],
    defects: ["The password is unknown."],
  });
  render(<Files files={[file(["a.zip"]), inner]} />);
  const text = document.body.textContent;
  expect(text).toContain("2 files");
  expect(text).toContain("bRLOcod.exe");
  expect(text).toContain("Macro runs by itself");
  expect(text).toContain("AutoOpen");
  expect(text).toContain("The password is unknown.");
});

test("a trait of a newer server is shown as it is spelt, and no file shows nothing", () => {
  const { container, rerender } = render(
    <Files files={[file(["x"], { signs: [{ trait: "future-trick", detail: "" }] })]} />,
  );
  expect(screen.getByText("future trick")).toBeTruthy();
  rerender(<Files files={[]} />);
  expect(container.textContent).toBe("");
});
