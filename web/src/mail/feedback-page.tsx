// What other mail systems report about mail in our name: who sends it, and how it fares.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { FeedbackSummary } from "@/api/types";
import { useMay } from "@/api/use-session";
import { FeedbackSources } from "@/mail/feedback-sources";
import { FeedbackUpload } from "@/mail/feedback-upload";
import { feedbackQuery, sourcesQuery } from "@/mail/queries";
import { daysOf, FEEDBACK_KINDS, PERIODS } from "@/mail/search-params";
import { Passed } from "@/mail/passed";
import { say } from "@/mail/words";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { SearchBox } from "@/ui/filters";
import { Hostile } from "@/ui/hostile";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";
import { Table } from "@/ui/table";
import { Time } from "@/ui/time";

const route = getRouteApi("/in/mail/reports");
const USUAL = "30d";
type Search = ReturnType<typeof route.useSearch>;

export function FeedbackPage(): ReactElement {
  const search = route.useSearch();
  const { kind, domain, days = USUAL } = search;
  const navigate = useNavigate({ from: "/mail/reports" });
  const list = useInfiniteQuery({
    ...feedbackQuery({ ...(kind && { kind }), ...(domain && { domain }) }),
    placeholderData: keepPreviousData,
  });
  const sources = useQuery(sourcesQuery(domain, daysOf(days)));
  const reports = list.data?.pages.flatMap((page) => page.items) ?? [];
  const imports = useMay()("mail:feedback:import");
  const change = (changes: Search) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const nothing = list.isSuccess && reports.length === 0;
  return (
    <Page
      title={say("feedback.title")}
      beside={list.data && say.count("feedback.count", list.data.pages[0]?.total ?? 0)}
      actions={imports && <FeedbackUpload />}
      under={<Filters search={search} onChange={change} />}
    >
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-5">
        {list.isPending && <Skeleton lines={8} />}
        {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
        {nothing && (
          <Empty title={say("feedback.empty.title")}>
            {say(kind || domain ? "feedback.empty.filtered" : "feedback.empty")}
          </Empty>
        )}
        {sources.isError && <ProblemNote error={sources.error} />}
        {sources.data && !nothing && <FeedbackSources sources={sources.data.sources} />}
        {reports.length > 0 && (
          <section>
            <h2 className="mb-2 font-semibold">{say("feedback.list")}</h2>
            <Reports reports={reports} />
          </section>
        )}
        {list.hasNextPage && (
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {say("more")}
          </Button>
        )}
      </div>
    </Page>
  );
}

interface FiltersProps {
  search: Search;
  onChange: (changes: Search) => void;
}

function Filters({ search, onChange }: FiltersProps): ReactElement {
  const choose = (changes: Record<string, string | undefined>) => onChange(changes as Search);
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-2">
      <SearchBox
        label={say("feedback.domain")}
        value={search.domain ?? ""}
        onChange={(domain) => choose({ domain: domain || undefined })}
      />
      <Select
        aria-label={say("feedback.kind")}
        value={search.kind ?? ""}
        onChange={(event) => choose({ kind: event.target.value || undefined })}
      >
        <option value="">{say("feedback.kind.any")}</option>
        {FEEDBACK_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {say(`feedback.kind.${kind}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={say("feedback.days")}
        value={search.days ?? USUAL}
        onChange={({ target }) =>
          choose({ days: target.value === USUAL ? undefined : target.value })
        }
      >
        {PERIODS.map((days) => (
          <option key={days} value={days}>
            {say("feedback.sources.of", { period: say(`analysis.period.${days}`) })}
          </option>
        ))}
      </Select>
    </div>
  );
}

function Reports({ reports }: { reports: readonly FeedbackSummary[] }): ReactElement {
  return (
    <Table
      label={say("feedback.list")}
      rows={reports}
      idOf={(report) => report.id}
      columns={[
        {
          head: say("feedback.organisation"),
          cell: (report) => (
            <Link to="/mail/reports/$id" params={{ id: report.id }} className="link">
              <Hostile>{report.organisation || say("feedback.nameless")}</Hostile>
            </Link>
          ),
        },
        { head: say("feedback.kind"), cell: ({ kind }) => say(`feedback.kind.${kind}`) },
        { head: say("feedback.domain"), cell: ({ domain }) => <Hostile>{domain}</Hostile> },
        {
          head: say("feedback.until"),
          cell: (report) => <Time at={report.ends_at ?? report.received_at} form="full" />,
        },
        {
          head: say("feedback.passed"),
          end: true,
          cell: ({ total, passed }) => <Passed total={total} passed={passed} />,
        },
      ]}
    />
  );
}
