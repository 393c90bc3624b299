import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { sessionQuery } from "@/api/session";
import { useSession } from "@/api/use-session";
import { textOf } from "@/settings/form";
import { changePassword } from "@/settings/queries";
import { say } from "@/settings/words";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { setSingleKeys, singleKeys } from "@/ui/keys/use-keys";
import { Fact, Facts, Page, Section } from "@/ui/page";
import { ProblemNote } from "@/ui/problem";
import { Time } from "@/ui/time";
import { report } from "@/ui/toast";

const SHORTEST = 12;

export function AccountPage(): ReactElement {
  return (
    <Page title={say("account.title")}>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-5 [&>*]:max-w-2xl">
        <You />
        <Password />
        <Keyboard />
      </div>
    </Page>
  );
}

function You(): ReactElement | null {
  const session = useSession();
  if (!session) return null;
  const { user, expires_at } = session;
  return (
    <Section title={say("account.you")}>
      <Facts>
        <Fact term={say("account.name")}>{user.display_name || "–"}</Fact>
        <Fact term={say("account.username")}>{user.username}</Fact>
        <Fact term={say("account.roles")}>{user.roles.join(", ") || "–"}</Fact>
        <Fact term={say("account.session")}>
          <Time at={expires_at} form="full" />
        </Fact>
      </Facts>
    </Section>
  );
}

function Password(): ReactElement {
  const user = useSession()?.user;
  const queryClient = useQueryClient();
  const router = useRouter();
  const change = useMutation({
    mutationFn: (form: HTMLFormElement) =>
      changePassword(textOf(form, "current"), textOf(form, "new")),
    onSuccess: async (_, form) => {
      form.reset();
      report(say("password.done"));
      await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey });
      await router.invalidate();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(event.currentTarget);
  };
  return (
    <Section title={say("password.title")}>
      {user?.must_change_password && (
        <p
          role="status"
          className="border-medium/40 bg-medium-soft mb-4 rounded-md border px-3 py-2 font-medium"
        >
          {say("password.must")}
        </p>
      )}
      <form onSubmit={submit} className="max-w-sm space-y-4">
        {/* Tells a password keeper whose password changes. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={user?.username ?? ""}
          readOnly
          hidden
        />
        <Field label={say("password.current")}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              name="current"
              required
              autoComplete="current-password"
            />
          )}
        </Field>
        <Field label={say("password.new")} hint={say("password.hint", { n: SHORTEST })}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              name="new"
              required
              minLength={SHORTEST}
              autoComplete="new-password"
            />
          )}
        </Field>
        {change.isError && <ProblemNote error={change.error} />}
        <Button type="submit" kind="primary" disabled={change.isPending}>
          {say("password.change")}
        </Button>
      </form>
    </Section>
  );
}

function Keyboard(): ReactElement {
  const [on, setOn] = useState(singleKeys);
  return (
    <Section title={say("keyboard.title")}>
      <label className="flex items-center gap-2.5 font-medium">
        <input
          type="checkbox"
          checked={on}
          onChange={() => {
            setSingleKeys(!on);
            setOn(!on);
          }}
          className="accent-accent size-4"
        />
        {say("keyboard.single")}
      </label>
      <p className="text-quiet mt-1 text-sm">{say("keyboard.hint")}</p>
    </Section>
  );
}
