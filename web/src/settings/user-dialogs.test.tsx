import { expect, test } from "vitest";
import type { Account } from "@/api/types";
import { changesOf } from "@/settings/user-dialogs";

const user = { display_name: "Ines", roles: ["analyst"], disabled: false } as Account;

function form(values: Record<string, string>): HTMLFormElement {
  const made = document.createElement("form");
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement("input");
    Object.assign(input, { name, value });
    made.append(input);
  }
  return made;
}

test("what stays the same is not sent", () => {
  expect(changesOf(form({ name: "Ines", roles: "analyst", password: "" }), user)).toEqual({});
});

test("what changed is sent, and only that", () => {
  const edited = form({ name: "Ines C.", roles: "analyst auditor", disabled: "on", password: "" });
  expect(changesOf(edited, user)).toEqual({
    display_name: "Ines C.",
    roles: ["analyst", "auditor"],
    disabled: true,
  });
});
