import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { EntryFacts } from "@/audit/entry-facts";
import { ProofCheck } from "@/audit/proof-check";
import { entryQuery } from "@/audit/queries";
import { say } from "@/audit/words";
import { buttonStyle } from "@/ui/button";
import { Page, Section } from "@/ui/page";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

const route = getRouteApi("/in/audit/entries/$index");

export function EntryPage(): ReactElement {
  const index = Number(route.useParams().index);
  const entry = useQuery(entryQuery(index));
  return (
    <Page title={say("entry.title", { index })} actions={<Neighbours index={index} />}>
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        {entry.isPending && <Skeleton lines={8} />}
        {entry.isError && <ProblemNote error={entry.error} onRetry={() => void entry.refetch()} />}
        {entry.data && (
          <div className="grid gap-4 xl:grid-cols-2 xl:items-start">
            <Section title={say("entry.facts")}>
              <EntryFacts entry={entry.data} />
            </Section>
            <Section title={say("proof.title")}>
              <ProofCheck key={index} entry={entry.data} />
            </Section>
          </div>
        )}
      </div>
    </Page>
  );
}

function Neighbours({ index }: { index: number }): ReactElement {
  return (
    <div className="flex gap-2">
      {index > 0 && (
        <Link
          to="/audit/entries/$index"
          params={{ index: String(index - 1) }}
          className={buttonStyle()}
        >
          {say("entry.previous")}
        </Link>
      )}
      <Link
        to="/audit/entries/$index"
        params={{ index: String(index + 1) }}
        className={buttonStyle()}
      >
        {say("entry.next")}
      </Link>
    </div>
  );
}
