// What waits for a person, before any statistics.
import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { CheckCircle2, ChevronRight } from "lucide-react";
import type { ReactElement } from "react";
import { usePolling } from "@/api/live-context";
import type { Completeness, Health, MailOverview, Severity } from "@/api/types";
import { useMay } from "@/api/use-session";
import { completenessQuery, healthQuery } from "@/overview/queries";
import { say } from "@/overview/words";
import { SeverityShape } from "@/ui/severity";

export interface Need {
  id: string;
  severity: Severity;
  title: string;
  detail: string;
  link?: Pick<LinkProps, "to" | "search">;
}

/** The needs, most pressing first. */
export function needsOf(
  overview: MailOverview,
  completeness: Completeness | undefined,
  health: Health | undefined,
): Need[] {
  const needs: Need[] = (health?.checks ?? [])
    .filter((check) => check.status !== "ok")
    .map((check) => ({
      id: `check-${check.name}`,
      severity: "critical",
      title: say("needs.check", { name: check.name, status: check.status }),
      detail: check.detail ?? say("needs.check.detail"),
    }));
  const add = (
    id: "missing" | "held" | "deferred" | "waiting",
    count: number,
    severity: Severity,
    link: NonNullable<Need["link"]>,
  ) => {
    if (count === 0) return;
    needs.push({
      id,
      severity,
      title: say.count(`needs.${id}`, count),
      detail: say(`needs.${id}.detail`),
      link,
    });
  };
  add("missing", completeness?.missing_total ?? 0, "high", { to: "/archive" });
  add("held", overview.held_now, "medium", { to: "/mail/quarantine" });
  const onItsWay = { to: "/mail/messages", search: { state: "delivering" } } as const;
  add("deferred", overview.deferred, "medium", onItsWay);
  add("waiting", overview.waiting, "info", onItsWay);
  return needs;
}

const POLL = 60_000;

export function Needs({ overview }: { overview: MailOverview }): ReactElement {
  const may = useMay();
  const interval = usePolling(POLL) || POLL * 5;
  const completeness = useQuery({
    ...completenessQuery,
    enabled: may("archive:message:read"),
    refetchInterval: interval,
  });
  const health = useQuery({
    ...healthQuery,
    enabled: may("server:health:read"),
    refetchInterval: interval,
  });
  const needs = needsOf(overview, completeness.data, health.data);
  return (
    <section aria-labelledby="needs">
      <h2 id="needs" className="label mb-1.5">
        {say("needs.title")}
      </h2>
      {needs.length === 0 ? (
        <p className="border-line bg-surface flex items-center gap-3 rounded-lg border px-4 py-3">
          <CheckCircle2 aria-hidden="true" className="text-accent size-5 shrink-0" />
          <span>
            <strong className="font-semibold">{say("needs.none")}</strong>{" "}
            <span className="text-quiet">{say("needs.none.detail")}</span>
          </span>
        </p>
      ) : (
        <ul className="border-line bg-surface divide-line divide-y overflow-hidden rounded-lg border">
          {needs.map((need) => (
            <li key={need.id}>
              <NeedRow need={need} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function NeedRow({ need }: { need: Need }): ReactElement {
  const told = (
    <>
      <SeverityShape severity={need.severity} />
      <span className="min-w-0 flex-1">
        <strong className="font-semibold">{need.title}</strong>
        <span className="text-quiet ml-2">{need.detail}</span>
      </span>
    </>
  );
  const frame = "flex min-h-11 items-center gap-3 px-4 py-2";
  if (!need.link) return <div className={frame}>{told}</div>;
  return (
    <Link {...need.link} className={`${frame} hover:bg-canvas -outline-offset-2`}>
      {told}
      <ChevronRight aria-hidden="true" className="text-quiet size-4" />
    </Link>
  );
}
