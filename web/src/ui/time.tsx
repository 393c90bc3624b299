import type { ReactElement } from "react";
import { formatDayAndClock, formatExact, formatMoment, formatRelative } from "@/ui/format";

interface TimeProps {
  at: string;
  /** `short` for columns, `relative` for deadlines, `full` for facts. */
  form?: "short" | "relative" | "full";
}

export function Time({ at, form = "short" }: TimeProps): ReactElement {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
  const shown = {
    short: () => formatMoment(moment, new Date()),
    relative: () => formatRelative(moment, new Date()),
    full: () => formatDayAndClock(moment),
  }[form]();
  return (
    <time dateTime={at} title={formatExact(moment)} className="whitespace-nowrap">
      {shown}
    </time>
  );
}
