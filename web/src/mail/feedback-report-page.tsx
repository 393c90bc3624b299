// One report in full, as its sender wrote it.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { FeedbackReport } from "@/api/types";
import { AggregateView } from "@/mail/feedback-aggregate";
import { FailureView } from "@/mail/feedback-failure";
import { TlsView } from "@/mail/feedback-tls";
import { Passed } from "@/mail/passed";
import { feedbackReportQuery } from "@/mail/queries";
import { say } from "@/mail/words";
import { Hostile } from "@/ui/hostile";
import { Fact, Facts, Page, Section } from "@/ui/page";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Time } from "@/ui/time";

const route = getRouteApi("/in/mail/reports/$id");

export function FeedbackReportPage(): ReactElement {
  const { id } = route.useParams();
  const report = useQuery(feedbackReportQuery(id));
  if (report.isPending) return <Skeleton lines={10} />;
  if (report.isError) {
    return (
      <div className="p-5">
        <ProblemNote error={report.error} onRetry={() => void report.refetch()} />
      </div>
    );
  }
  return <Loaded report={report.data} />;
}

function Loaded({ report }: { report: FeedbackReport }): ReactElement {
  return (
    <Page
      title={<Hostile>{report.organisation || say("feedback.nameless")}</Hostile>}
      beside={say(`feedback.kind.${report.kind}`)}
    >
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-5">
        <Section title={say("feedback.report")}>
          <Facts>
            <Fact term={say("feedback.domain")}>
              <Hostile>{report.domain}</Hostile>
            </Fact>
            {report.begins_at && (
              <Fact term={say("feedback.from")}>
                <Time at={report.begins_at} form="full" />
              </Fact>
            )}
            {report.ends_at && (
              <Fact term={say("feedback.until")}>
                <Time at={report.ends_at} form="full" />
              </Fact>
            )}
            <Fact term={say("column.received")}>
              <Time at={report.received_at} form="full" />
            </Fact>
            <Fact term={say("feedback.passed")}>
              <Passed total={report.total} passed={report.passed} />
            </Fact>
            {report.message_id && (
              <Fact term={say("feedback.message")}>
                <Link to="/mail/messages/$id" params={{ id: report.message_id }} className="link">
                  {say("feedback.message.open")}
                </Link>
              </Fact>
            )}
          </Facts>
        </Section>
        {report.aggregate && <AggregateView report={report.aggregate} />}
        {report.tls && <TlsView report={report.tls} />}
        {report.failure && <FailureView report={report.failure} />}
      </div>
    </Page>
  );
}
