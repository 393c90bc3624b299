import { expect, test } from "vitest";
import type { Account } from "@/api/types";
import { changesOf } from "@/settings/user-dialogs";

const user = { display_name: "Ines", roles: ["analyst"], disabled: false } as Account;

function form(values: Record<string, string>): HTMLFormElement {
  const made = document.createElement("form");
  for (const [name, held] of Object.entries(values)) {
    for (const value of held.split(" ")) {
      const type = name === "roles" ? "checkbox" : "text";
      made.append(
        Object.assign(document.createElement("input"), { type, name, value, checked: true }),
      );
    }
  }
  return made;
}

test("what stays the same is not sent", () => {
  expect(changesOf(form({ name: "Ines", roles: "analyst", password: "" }), user)).toEqual({});
});

test("what changed is sent, and only that", () => {
  const edited = form({ name: "Inés", roles: "analyst auditor", disabled: "on", password: "" });
  expect(changesOf(edited, user)).toEqual({
    display_name: "Inés",
    roles: ["analyst", "auditor"],
    disabled: true,
  });
});
