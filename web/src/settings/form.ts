// Reads a form as text; the server judges what it means.
import type { Role } from "@/api/types";
import { ROLES } from "@/settings/queries";

export function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}

/** The roles that are ticked. */
export function rolesOf(form: HTMLFormElement): Role[] {
  const ticked = new FormData(form).getAll("roles");
  return ROLES.filter((role) => ticked.includes(role));
}
