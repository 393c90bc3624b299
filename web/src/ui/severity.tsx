// Severity is a word, a shape and a colour: any one of them is enough.
import type { ReactElement } from "react";
import type { Severity } from "@/api/types";
import { say } from "@/ui/words";

const SHAPES: Record<Severity, ReactElement> = {
  info: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  low: <circle cx="6" cy="6" r="4.5" />,
  medium: <path d="M6 1 11.5 10.5H.5z" />,
  high: <path d="M6 .3 11.7 6 6 11.7.3 6z" />,
  critical: <path d="M3.6.3h4.8l3.3 3.3v4.8l-3.3 3.3H3.6L.3 8.4V3.6z" />,
};

const COLOURS: Record<Severity, string> = {
  info: "text-info",
  low: "text-low",
  medium: "text-medium",
  high: "text-high",
  critical: "text-critical",
};

export function SeverityShape({ severity }: { severity: Severity }): ReactElement {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={`size-3 shrink-0 fill-current ${COLOURS[severity]}`}
    >
      {SHAPES[severity]}
    </svg>
  );
}

export function SeverityLabel({ severity }: { severity: Severity }): ReactElement {
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle text-sm font-medium ${COLOURS[severity]}`}
    >
      <SeverityShape severity={severity} />
      {say.value("severity", severity)}
    </span>
  );
}

/** The severity a score between 0 and 100 stands for, so that one scale colours everything. */
export function severityOfScore(score: number): Severity {
  if (score >= 90) return "critical";
  if (score >= 70) return "high";
  if (score >= 40) return "medium";
  return score >= 15 ? "low" : "info";
}
