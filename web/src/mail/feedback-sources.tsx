import type { ReactElement } from "react";
import type { FeedbackSource } from "@/api/types";
import { Passed } from "@/mail/passed";
import { say } from "@/mail/words";
import { formatNumber } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Table } from "@/ui/table";
import { Time } from "@/ui/time";

/** Who wrote in our name, as the server orders them: the ones that failed most first. */
export function FeedbackSources(props: { sources: readonly FeedbackSource[] }): ReactElement {
  const { sources } = props;
  return (
    <section>
      <h2 className="font-semibold">{say("sources.title")}</h2>
      <p className="text-quiet mb-2 text-sm text-pretty">
        {say(sources.length > 0 ? "sources.intro" : "sources.none")}
      </p>
      {sources.length > 0 && (
        <Table
          label={say("sources.title")}
          rows={sources}
          idOf={(source) => source.source_ip}
          columns={[
            {
              head: say("sources.address"),
              cell: ({ source_ip }) => <Hostile className="font-mono text-xs">{source_ip}</Hostile>,
            },
            {
              head: say("feedback.passed"),
              cell: ({ total, passed }) => <Passed total={total} passed={passed} />,
            },
            {
              head: say("sources.reporters"),
              end: true,
              cell: ({ reporters }) => formatNumber(reporters),
            },
            {
              head: say("sources.seen"),
              end: true,
              cell: ({ last_seen: seen }) => (seen ? <Time at={seen} form="full" /> : "–"),
            },
          ]}
        />
      )}
    </section>
  );
}
