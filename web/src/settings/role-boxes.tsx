import type { ReactElement } from "react";
import { say } from "@/settings/words";

interface RoleBoxesProps {
  roles: readonly string[];
  ticked: readonly string[];
}

export function RoleBoxes({ roles, ticked }: RoleBoxesProps): ReactElement {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{say("users.roles")}</legend>
      {roles.map((role) => (
        <label key={role} className="flex h-7 items-center gap-2.5">
          <input
            type="checkbox"
            name="roles"
            value={role}
            defaultChecked={ticked.includes(role)}
            className="accent-accent size-4"
          />
          {say.value("role", role)}
        </label>
      ))}
    </fieldset>
  );
}
