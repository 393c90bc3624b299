import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { closeUp, HostileLines } from "@/ui/hostile-lines";

test("each line is fenced in by itself", () => {
  const { container } = render(<HostileLines text={"one \u202e\r\ntwo"} />);
  const lines = [...container.querySelectorAll("bdi")].map((line) => line.textContent);
  expect(lines).toEqual(["one RLO", "two"]);
});

test("empty lines close up, words and single breaks stay", () => {
  expect(closeUp("a\r\n \r\n\t\r\n\r\nb\nc\n\nd\n\n\n")).toBe("a\n\nb\nc\n\nd");
});

test("a flood of spaces and breaks is closed up in one go", () => {
  expect(closeUp(`a${"\n   ".repeat(200_000)}b`)).toBe("a\n\nb");
});
