import { expect, test } from "vitest";
import { textOf, wordsOf } from "@/settings/form";

test("roles are read however they are separated", () => {
  expect(wordsOf(" analyst, auditor\nanalyst ")).toEqual(["analyst", "auditor"]);
  expect(wordsOf("  ")).toEqual([]);
});

test("a field that is not there is empty", () => {
  const form = document.createElement("form");
  const input = document.createElement("input");
  input.name = "name";
  input.value = "SIEM";
  form.append(input);
  expect(textOf(form, "name")).toBe("SIEM");
  expect(textOf(form, "other")).toBe("");
});
