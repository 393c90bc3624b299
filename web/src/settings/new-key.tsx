import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent, ReactElement } from "react";
import { useSession } from "@/api/use-session";
import { rolesOf, textOf } from "@/settings/form";
import { createKey, keysQuery } from "@/settings/queries";
import { RoleBoxes } from "@/settings/role-boxes";
import { say } from "@/settings/words";
import { Button } from "@/ui/button";
import { Copy } from "@/ui/copy";
import { Dialog } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { ProblemNote } from "@/ui/problem";
import { say as word } from "@/ui/words";

const DAYS = [30, 90, 365] as const;

export function NewKeyDialog({ onClose }: { onClose: () => void }): ReactElement {
  const queryClient = useQueryClient();
  const roles = useSession()?.user.roles ?? [];
  const create = useMutation({
    mutationFn: (form: HTMLFormElement) =>
      createKey({
        name: textOf(form, "name").trim(),
        roles: rolesOf(form),
        expires_in_days: Number(textOf(form, "days")),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  if (create.data) return <Created secret={create.data.key} onClose={onClose} />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(event.currentTarget);
  };
  return (
    <Dialog open onClose={onClose} title={say("keys.new")}>
      <form onSubmit={submit} className="mt-4 space-y-4">
        <Field label={say("keys.name")} hint={say("keys.name.hint")}>
          {(ids) => <Input {...ids} name="name" required maxLength={100} autoComplete="off" />}
        </Field>
        <RoleBoxes roles={roles} ticked={roles} />
        <Field label={say("keys.days")}>
          {(ids) => (
            <Select {...ids} name="days" defaultValue="90">
              {DAYS.map((days) => (
                <option key={days} value={days}>
                  {say("keys.days.n", { n: days })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {create.isError && <ProblemNote error={create.error} />}
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {word("cancel")}
          </Button>
          <Button type="submit" kind="primary" disabled={create.isPending}>
            {say("keys.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface CreatedProps {
  secret: string;
  onClose: () => void;
}

/** The one time the key can be read. */
function Created({ secret, onClose }: CreatedProps): ReactElement {
  return (
    <Dialog
      open
      onClose={onClose}
      title={say("keys.created.title")}
      description={say("keys.created.text")}
    >
      <p className="bg-sunken mt-4 flex items-center gap-2 rounded-md p-3">
        <code className="min-w-0 flex-1 font-mono text-sm break-all">{secret}</code>
        <Copy text={secret} what={say("keys.title")} />
      </p>
      <div className="mt-5 flex justify-end">
        <Button kind="primary" onClick={onClose}>
          {say("keys.created.done")}
        </Button>
      </div>
    </Dialog>
  );
}
