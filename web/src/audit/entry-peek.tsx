import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { EntryFacts } from "@/audit/entry-facts";
import { ProofCheck } from "@/audit/proof-check";
import { entryQuery } from "@/audit/queries";
import { say } from "@/audit/words";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Peek } from "@/ui/split";

interface EntryPeekProps {
  index: number;
  onClose: () => void;
}

export function EntryPeek({ index, onClose }: EntryPeekProps): ReactElement {
  const entry = useQuery(entryQuery(index));
  return (
    <Peek
      label={say("peek.label")}
      onClose={onClose}
      open={
        <Link to="/audit/entries/$index" params={{ index: String(index) }} className="link">
          {say("peek.open")}
        </Link>
      }
    >
      {entry.isPending && <Skeleton lines={6} />}
      {entry.isError && (
        <div className="p-4">
          <ProblemNote error={entry.error} onRetry={() => void entry.refetch()} />
        </div>
      )}
      {entry.data && (
        <article className="space-y-5 p-4">
          <h2 className="text-lg font-semibold">{say("entry.title", { index })}</h2>
          <EntryFacts entry={entry.data} />
          <ProofCheck key={index} entry={entry.data} />
        </article>
      )}
    </Peek>
  );
}
