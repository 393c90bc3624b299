import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Entry } from "@/api/types";
import { OutcomeWord } from "@/audit/outcome";
import { say } from "@/audit/words";
import { Copy, Identifier } from "@/ui/copy";
import { Hostile } from "@/ui/hostile";
import { HostileLines } from "@/ui/hostile-lines";
import { Fact, Facts } from "@/ui/page";
import { Time } from "@/ui/time";

export function EntryFacts({ entry }: { entry: Entry }): ReactElement {
  const details = Object.keys(entry.details).length > 0;
  return (
    <Facts>
      <Fact term={say("entry.time")}>
        <Time at={entry.time} form="full" />
      </Fact>
      <Fact term={say("entry.actor")}>
        <Hostile className="font-medium">{entry.actor.name || entry.actor.id}</Hostile>{" "}
        <span className="text-quiet">{entry.actor.kind}</span>
      </Fact>
      <Fact term={say("entry.action")}>{entry.action}</Fact>
      <Fact term={say("entry.object")}>
        <span className="flex items-center gap-1">
          <Link
            to="/audit"
            search={{ object: entry.object }}
            className="link min-w-0 font-mono text-xs break-all"
          >
            <Hostile>{entry.object}</Hostile>
          </Link>
          <Copy text={entry.object} what={say("entry.object")} />
        </span>
      </Fact>
      <Fact term={say("entry.outcome")}>
        <OutcomeWord outcome={entry.outcome} />
      </Fact>
      {entry.reason && (
        <Fact term={say("entry.reason")}>
          <Hostile>{entry.reason}</Hostile>
        </Fact>
      )}
      {entry.request_id && (
        <Fact term={say("entry.request")}>
          <Identifier text={entry.request_id} what={say("entry.request")} long />
        </Fact>
      )}
      {details && (
        <Fact term={say("entry.details")}>
          <pre className="bg-sunken overflow-x-auto rounded-md p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
            <HostileLines text={JSON.stringify(entry.details, null, 2)} />
          </pre>
        </Fact>
      )}
      <Fact term={say("entry.leaf")}>
        <Identifier text={entry.leaf_hash} what={say("entry.leaf")} long />
      </Fact>
    </Facts>
  );
}
