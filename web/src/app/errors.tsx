// What is shown where a page cannot be: lost, forbidden, failed.
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { say } from "@/app/words";
import { Button, buttonStyle } from "@/ui/button";
import { Empty } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

export function Lost(): ReactElement {
  return (
    <Empty title={say("lost.title")}>
      <p>{say("lost.detail")}</p>
      <Link to="/" className={buttonStyle({ className: "mt-4" })}>
        {say("lost.home")}
      </Link>
    </Empty>
  );
}

export function Forbidden({ permission }: { permission: string }): ReactElement {
  return (
    <Empty title={say("forbidden.title")}>
      <p>{say("forbidden.detail", { permission })}</p>
    </Empty>
  );
}

export function Crashed({ error, reset }: ErrorComponentProps): ReactElement {
  return (
    <div className="mx-auto max-w-lg space-y-4 px-6 py-16">
      <h1 className="text-lg font-semibold">{say("crash.title")}</h1>
      <ProblemNote error={error} />
      <Button
        onClick={() => {
          reset();
          globalThis.location.reload();
        }}
      >
        {say("crash.again")}
      </Button>
    </div>
  );
}
