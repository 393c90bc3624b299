import type { ReactElement } from "react";
import type { FeedbackReport } from "@/api/types";
import { Passed } from "@/mail/passed";
import { say } from "@/mail/words";
import { formatNumber } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Section } from "@/ui/page";
import { Table } from "@/ui/table";

type Tls = NonNullable<FeedbackReport["tls"]>;
type Policy = Tls["policies"][number];

export function TlsView({ report }: { report: Tls }): ReactElement[] {
  return report.policies.map((policy, place) => <PolicyView key={place} policy={policy} />);
}

function PolicyView({ policy }: { policy: Policy }): ReactElement {
  const failures = policy.failures.map((failure, place) => ({ ...failure, place }));
  return (
    <Section
      title={say("tls.policy")}
      aside={<Passed total={policy.succeeded + policy.failed} passed={policy.succeeded} />}
    >
      <p className="mb-2">
        <Hostile className="font-medium">{policy.domain}</Hostile>{" "}
        <Hostile className="text-quiet">{policy.type}</Hostile>
      </p>
      {policy.text.length > 0 && (
        <pre className="bg-sunken overflow-x-auto rounded-md p-3 font-mono text-xs" tabIndex={0}>
          <Hostile>{policy.text.join(" · ")}</Hostile>
        </pre>
      )}
      {failures.length === 0 ? (
        <p className="text-quiet mt-2">{say("tls.none")}</p>
      ) : (
        <div className="mt-3">
          <Table
            label={say("tls.failures")}
            rows={failures}
            idOf={({ place }) => String(place)}
            columns={[
              {
                head: say("tls.result"),
                cell: ({ result }) => <Hostile className="font-medium">{result}</Hostile>,
              },
              { head: say("tls.sessions"), end: true, cell: ({ count }) => formatNumber(count) },
              {
                head: say("tls.from"),
                cell: ({ sending_ip = "" }) => (
                  <Hostile className="font-mono text-xs">{sending_ip}</Hostile>
                ),
              },
              {
                head: say("tls.to"),
                cell: ({ receiving_host = "", receiving_ip = "" }) => (
                  <Hostile>{receiving_host || receiving_ip}</Hostile>
                ),
              },
              {
                head: say("dialog.reason"),
                cell: ({ reason = "" }) => <Hostile className="text-quiet">{reason}</Hostile>,
              },
            ]}
          />
        </div>
      )}
    </Section>
  );
}
