import type { ReactElement } from "react";
import type { FeedbackReport } from "@/api/types";
import { say } from "@/mail/words";
import { formatNumber } from "@/ui/format";
import { Hostile } from "@/ui/hostile";
import { Fact, Facts, Section } from "@/ui/page";
import { Table } from "@/ui/table";

type Aggregate = NonNullable<FeedbackReport["aggregate"]>;
const POLICY = ["p", "sp", "np", "adkim", "aspf", "pct", "fo"] as const;

export function AggregateView({ report }: { report: Aggregate }): ReactElement {
  const { policy, errors = [] } = report;
  return (
    <>
      {!report.sound && (
        <p className="bg-medium-soft rounded-lg px-4 py-3">{say("aggregate.unsound")}</p>
      )}
      <Section title={say("aggregate.policy")}>
        <Facts>
          <Fact term={say("feedback.domain")}>
            <Hostile>{policy.domain}</Hostile>
          </Fact>
          {POLICY.filter((name) => policy[name]).map((name) => (
            <Fact key={name} term={name}>
              <Hostile>{policy[name] ?? ""}</Hostile>
            </Fact>
          ))}
          <Fact term={say("aggregate.id")}>
            <Hostile>{report.report_id}</Hostile>
          </Fact>
          <Fact term={say("aggregate.contact")}>
            <Hostile>{report.email || report.contact || "–"}</Hostile>
          </Fact>
          {errors.length > 0 && (
            <Fact term={say("aggregate.errors")}>
              {errors.map((error, place) => (
                <Hostile key={place} className="block">
                  {error}
                </Hostile>
              ))}
            </Fact>
          )}
        </Facts>
      </Section>
      <Records records={report.records} />
    </>
  );
}

function Result({ result }: { result: string }): ReactElement {
  return (
    <Hostile className={`font-medium ${result === "pass" ? "text-accent" : "text-critical"}`}>
      {result || "–"}
    </Hostile>
  );
}

function Records({ records }: { records: Aggregate["records"] }): ReactElement {
  const placed = records.map((record, place) => ({ ...record, place }));
  return (
    <section>
      <h2 className="mb-2 font-semibold">{say("aggregate.records")}</h2>
      <Table
        label={say("aggregate.records")}
        rows={placed}
        idOf={({ place }) => String(place)}
        columns={[
          {
            head: say("sources.address"),
            cell: ({ source_ip }) => <Hostile className="font-mono text-xs">{source_ip}</Hostile>,
          },
          { head: say("messages.title"), end: true, cell: ({ count }) => formatNumber(count) },
          {
            head: say("aggregate.author"),
            cell: ({ header_from }) => <Hostile>{header_from}</Hostile>,
          },
          { head: say("auth.dkim"), cell: ({ dkim }) => <Result result={dkim} /> },
          { head: say("auth.spf"), cell: ({ spf }) => <Result result={spf} /> },
          {
            head: say("aggregate.disposition"),
            cell: ({ disposition }) => <Hostile>{disposition}</Hostile>,
          },
          {
            head: say("aggregate.checked"),
            cell: ({ results = [] }) => (
              <Hostile className="text-quiet text-sm">
                {results.map((one) => `${one.method} ${one.domain} ${one.result}`).join(", ")}
              </Hostile>
            ),
          },
        ]}
      />
    </section>
  );
}
