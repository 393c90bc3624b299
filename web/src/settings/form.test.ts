import { expect, test } from "vitest";
import { rolesOf, textOf } from "@/settings/form";

interface Field {
  name: string;
  value: string;
  type?: string;
  checked?: boolean;
}

function form(...fields: Field[]): HTMLFormElement {
  const made = document.createElement("form");
  for (const field of fields) made.append(Object.assign(document.createElement("input"), field));
  return made;
}

test("only ticked roles that exist are read", () => {
  const box = (value: string, checked = true) => ({
    type: "checkbox",
    name: "roles",
    value,
    checked,
  });
  const ticked = form(box("auditor"), box("analyst"), box("viewer", false), box("emperor"));
  expect(rolesOf(ticked)).toEqual(["analyst", "auditor"]);
});

test("a field that is not there is empty", () => {
  const named = form({ name: "name", value: "SIEM" });
  expect(textOf(named, "name")).toBe("SIEM");
  expect(textOf(named, "other")).toBe("");
});
