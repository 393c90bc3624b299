import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent, ReactElement, ReactNode } from "react";
import type { Account } from "@/api/types";
import { rolesOf, textOf } from "@/settings/form";
import { changeUser, createUser, ROLES, usersQuery, type UserChange } from "@/settings/queries";
import { RoleBoxes } from "@/settings/role-boxes";
import { say } from "@/settings/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { ProblemNote } from "@/ui/problem";
import { report } from "@/ui/toast";
import { say as word } from "@/ui/words";

const SHORTEST = 12;

interface UserFormProps {
  title: string;
  submitWord: string;
  doneWord: string;
  send: (form: HTMLFormElement) => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

function UserForm(props: UserFormProps): ReactElement {
  const { title, submitWord, doneWord, send, onClose, children } = props;
  const queryClient = useQueryClient();
  const sending = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      report(doneWord);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    sending.mutate(event.currentTarget);
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={submit} className="mt-4 space-y-4">
        {children}
        {sending.isError && <ProblemNote error={sending.error} />}
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {word("cancel")}
          </Button>
          <Button type="submit" kind="primary" disabled={sending.isPending}>
            {submitWord}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function NewUserDialog({ onClose }: { onClose: () => void }): ReactElement {
  const send = (form: HTMLFormElement) =>
    createUser({
      username: textOf(form, "username").trim(),
      display_name: textOf(form, "name").trim(),
      roles: rolesOf(form),
      password: textOf(form, "password"),
    });
  return (
    <UserForm
      title={say("users.new")}
      submitWord={say("users.create")}
      doneWord={say("users.created")}
      send={send}
      onClose={onClose}
    >
      <Field label={say("users.username")}>
        {(ids) => <Input {...ids} name="username" required autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label={say("users.name")}>
        {(ids) => <Input {...ids} name="name" required autoComplete="off" />}
      </Field>
      <RoleBoxes roles={ROLES} ticked={["analyst"]} />
      <Field label={say("users.password")} hint={say("password.hint", { n: SHORTEST })}>
        {(ids) => (
          <Input
            {...ids}
            name="password"
            type="password"
            required
            minLength={SHORTEST}
            autoComplete="new-password"
          />
        )}
      </Field>
    </UserForm>
  );
}

interface EditUserDialogProps {
  user: Account;
  onClose: () => void;
}

/** Only what was changed is sent, so that two editors do not undo each other. */
export function changesOf(form: HTMLFormElement, user: Account): UserChange {
  const name = textOf(form, "name").trim();
  const roles = rolesOf(form);
  const disabled = textOf(form, "disabled") === "on";
  const password = textOf(form, "password");
  return {
    ...(name !== user.display_name && { display_name: name }),
    ...(roles.join() !== user.roles.toSorted().join() && { roles }),
    ...(disabled !== user.disabled && { disabled }),
    ...(password && { password }),
  };
}

export function EditUserDialog({ user, onClose }: EditUserDialogProps): ReactElement {
  return (
    <UserForm
      title={say("users.edit.title", { name: user.username })}
      submitWord={say("users.save")}
      doneWord={say("users.saved")}
      send={(form) => changeUser(user.id, changesOf(form, user))}
      onClose={onClose}
    >
      <Field label={say("users.name")}>
        {(ids) => (
          <Input {...ids} name="name" defaultValue={user.display_name} autoComplete="off" />
        )}
      </Field>
      <RoleBoxes roles={ROLES} ticked={user.roles} />
      <Field label={say("users.newPassword")} hint={say("users.newPassword.hint")}>
        {(ids) => (
          <Input
            {...ids}
            name="password"
            type="password"
            minLength={SHORTEST}
            autoComplete="new-password"
          />
        )}
      </Field>
      <label className="flex items-center gap-2.5 font-medium">
        <input
          type="checkbox"
          name="disabled"
          defaultChecked={user.disabled}
          className="accent-accent size-4"
        />
        {say("users.disabled")}
      </label>
    </UserForm>
  );
}
