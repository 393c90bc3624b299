import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useRef, type ReactElement } from "react";
import { useLiveEvents, usePolling } from "@/api/live-context";
import type { MailOverview } from "@/api/types";
import { HourlyChart } from "@/charts/hourly";
import { Needs } from "@/overview/needs";
import { overviewQuery } from "@/overview/queries";
import { hoursOf, SPANS } from "@/overview/search-params";
import { Tiles } from "@/overview/tiles";
import { say } from "@/overview/words";
import { formatMilliseconds, formatNumber } from "@/ui/format";
import { Page, Section } from "@/ui/page";
import { Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

const route = getRouteApi("/in/");
const POLL = 15_000;
/** Live events come faster than a page of figures is worth fetching. */
const SETTLE = 1_500;

function useLiveFigures(): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveEvents("mail.message.", () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey: ["mail", "overview"] });
    }, SETTLE);
  });
}

export function OverviewPage(): ReactElement {
  const { span = "24h" } = route.useSearch();
  const overview = useQuery({
    ...overviewQuery(hoursOf(span)),
    refetchInterval: usePolling(POLL),
    placeholderData: keepPreviousData,
  });
  useLiveFigures();
  return (
    <Page title={say("title")} actions={<Spans current={span} />}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {overview.isPending && <Skeleton lines={8} />}
        {overview.isError && (
          <div className="p-5">
            <ProblemNote error={overview.error} onRetry={() => void overview.refetch()} />
          </div>
        )}
        {overview.data && <Figures overview={overview.data} asked={overview.dataUpdatedAt} />}
      </div>
    </Page>
  );
}

function Spans({ current }: { current: string }): ReactElement {
  return (
    <nav aria-label={say("span")} className="bg-sunken flex rounded-md p-0.5">
      {SPANS.map((span) => (
        <Link
          key={span}
          to="/"
          search={span === "24h" ? {} : { span }}
          replace
          aria-current={span === current ? "true" : undefined}
          className={`rounded-sm px-3 py-0.5 text-sm font-medium ${span === current ? "bg-surface text-ink" : "text-quiet hover:text-ink"}`}
        >
          {say(`span.${span}`)}
        </Link>
      ))}
    </nav>
  );
}

interface FiguresProps {
  overview: MailOverview;
  /** When the server said so, in milliseconds. */
  asked: number;
}

function Figures({ overview, asked }: FiguresProps): ReactElement {
  return (
    <div className="space-y-4 p-5">
      <Needs overview={overview} />
      <Tiles overview={overview} />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem] xl:items-start">
        <HourlyChart hours={overview.by_hour} since={overview.since} until={new Date(asked)} />
        <TopReasons overview={overview} />
      </div>
    </div>
  );
}

function TopReasons({ overview }: { overview: MailOverview }): ReactElement {
  const { top_reasons: reasons, median_milliseconds: median } = overview;
  const most = Math.max(1, ...reasons.map((reason) => reason.count));
  return (
    <Section title={say("reasons.title")}>
      {reasons.length === 0 && <p className="text-quiet">{say("reasons.none")}</p>}
      <ol className="space-y-2.5">
        {reasons.map((reason) => (
          <li key={reason.id}>
            <p className="flex items-baseline justify-between gap-3">
              <span className="truncate">{reason.title}</span>
              <span className="font-medium">{formatNumber(reason.count)}</span>
            </p>
            <div aria-hidden="true" className="bg-sunken mt-1 h-1 rounded-full">
              <div
                className="bg-accent h-1 rounded-full"
                style={{ width: `${(reason.count / most) * 100}%` }}
              />
            </div>
          </li>
        ))}
      </ol>
      {median !== null && median !== undefined && (
        <p className="text-quiet mt-4 text-sm">
          {say("median", { time: formatMilliseconds(median) })}
        </p>
      )}
    </Section>
  );
}
