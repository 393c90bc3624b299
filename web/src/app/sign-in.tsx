import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useRef, type FormEvent, type ReactElement } from "react";
import { sessionQuery, signIn } from "@/api/session";
import { Mark } from "@/app/mark";
import { say } from "@/app/words";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { ProblemNote } from "@/ui/problem";

const route = getRouteApi("/sign-in");

export function SignInPage(): ReactElement {
  const { next = "/" } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: () => signIn(username.current?.value ?? "", password.current?.value ?? ""),
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, session);
      void router.navigate({ href: next });
    },
    onError: () => password.current?.select(),
  });
  useEffect(() => username.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-full max-w-85">
        <Mark className="size-10" />
        <h1 className="mt-4 text-2xl font-semibold">{say("product")}</h1>
        <p className="text-quiet mt-1 text-balance">{say("signIn.line")}</p>
        <form onSubmit={submit} className="mt-7 space-y-4">
          <Field label={say("signIn.username")}>
            {(ids) => (
              <Input
                ref={username}
                {...ids}
                name="username"
                autoComplete="username"
                required
                className="h-10"
              />
            )}
          </Field>
          <Field label={say("signIn.password")}>
            {(ids) => (
              <Input
                ref={password}
                {...ids}
                name="password"
                type="password"
                autoComplete="current-password"
                required
                className="h-10"
              />
            )}
          </Field>
          {attempt.isError && <ProblemNote error={attempt.error} />}
          <Button type="submit" kind="primary" className="h-10 w-full" disabled={attempt.isPending}>
            {attempt.isPending ? say("signIn.pending") : say("signIn.submit")}
          </Button>
        </form>
      </div>
    </main>
  );
}
