import { afterEach, expect, test } from "vitest";
import { chooseTheme, currentTheme } from "@/app/theme";

afterEach(() => chooseTheme("system"));

test("a chosen theme is on the page and in the cookie the server reads", () => {
  chooseTheme("dark");
  expect(currentTheme()).toBe("dark");
  expect(document.cookie).toContain("bartizan_theme=dark");
});

test("following the system leaves no cookie", () => {
  chooseTheme("light");
  chooseTheme("system");
  expect(document.cookie).not.toContain("bartizan_theme");
  expect(currentTheme()).toBe("system");
});

test("a word the server never writes counts as the system's", () => {
  document.documentElement.dataset.theme = "purple";
  expect(currentTheme()).toBe("system");
});
