// How well mail is judged: what was caught, by which signs, and what people made of it.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Analysis } from "@/api/types";
import { DailyChart } from "@/charts/daily";
import { AnalysisTiles } from "@/mail/analysis-tiles";
import { DetectorTable } from "@/mail/detector-table";
import { analysisQuery } from "@/mail/queries";
import { RecentDecisions } from "@/mail/recent-decisions";
import { daysOf, PERIODS } from "@/mail/search-params";
import type { Order } from "@/mail/sorting";
import { Tactics } from "@/mail/tactics";
import { say } from "@/mail/words";
import { Page } from "@/ui/page";
import { Empty, Skeleton } from "@/ui/placeholder";
import { ProblemNote } from "@/ui/problem";

const route = getRouteApi("/in/mail/analysis");
const USUAL = "30d";

export function AnalysisPage(): ReactElement {
  const { days = USUAL, order = "hits" } = route.useSearch();
  const analysis = useQuery({
    ...analysisQuery(daysOf(days)),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={say("analysis.title")} actions={<Periods current={days} />}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {analysis.isPending && <Skeleton lines={10} />}
        {analysis.isError && (
          <div className="p-5">
            <ProblemNote error={analysis.error} onRetry={() => void analysis.refetch()} />
          </div>
        )}
        {analysis.data &&
          (analysis.data.messages > 0 ? (
            <Figures analysis={analysis.data} order={order} />
          ) : (
            <Empty title={say("analysis.empty.title")}>
              {say("analysis.empty", { command: "bartizan mail send --samples" })}
            </Empty>
          ))}
      </div>
    </Page>
  );
}

function Periods({ current }: { current: (typeof PERIODS)[number] }): ReactElement {
  return (
    <nav aria-label={say("analysis.period")} className="bg-sunken flex rounded-md p-0.5">
      {PERIODS.map((days) => (
        <Link
          key={days}
          to="/mail/analysis"
          search={(before) => ({ ...before, days: days === USUAL ? undefined : days })}
          replace
          aria-current={days === current ? "true" : undefined}
          className={`rounded-sm px-3 py-0.5 text-sm font-medium ${days === current ? "bg-surface text-ink" : "text-quiet hover:text-ink"}`}
        >
          {say(`analysis.period.${days}`)}
        </Link>
      ))}
    </nav>
  );
}

interface FiguresProps {
  analysis: Analysis;
  order: Order;
}

function Figures({ analysis, order }: FiguresProps): ReactElement {
  const decided = analysis.bad_caught + analysis.bad_missed + analysis.good_caught;
  const nobody = decided + analysis.good_passed === 0;
  return (
    <div className="space-y-4 p-5">
      {nobody && (
        <p className="border-accent/40 bg-accent-soft rounded-lg border px-4 py-3 text-pretty">
          <strong className="font-semibold">{say("analysis.undecided.title")}</strong>{" "}
          {say("analysis.undecided")}{" "}
          <Link to="/mail/messages" className="link">
            {say("analysis.undecided.go")}
          </Link>
        </p>
      )}
      <div>
        <AnalysisTiles analysis={analysis} />
        <p className="text-quiet mt-1.5 px-1 text-sm">{say("analysis.honest")}</p>
      </div>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem] xl:items-start">
        <DailyChart days={analysis.days} />
        <Tactics tactics={analysis.tactics} />
      </div>
      <DetectorTable detectors={analysis.detectors} order={order} />
      <RecentDecisions />
    </div>
  );
}
