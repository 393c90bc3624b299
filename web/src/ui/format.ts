// Numbers, sizes and moments as people read them.
import { LOCALE } from "@/words/lookup";

const integer = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(LOCALE, { style: "percent" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always", style: "narrow" });
const clock = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const utcDay = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const dayOfYear = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const exact = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: "medium",
  timeStyle: "long",
  hourCycle: "h23",
});

const SIZES = ["B", "kB", "MB", "GB", "TB"] as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function formatNumber(value: number): string {
  return integer.format(value);
}

export function formatWeight(value: number): string {
  return percent.format(value);
}

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < SIZES.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${(unit === 0 || value >= 100 ? integer : tenths).format(value)} ${SIZES[unit]}`;
}

export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1000) return `${tenths.format(milliseconds)} ms`;
  return `${tenths.format(milliseconds / 1000)} s`;
}

/** The shortest form that still says when: a clock time today, a day this year, else a date. */
export function formatMoment(moment: Date, now: Date): string {
  if (moment.toDateString() === now.toDateString()) return clock.format(moment);
  const thisYear = moment.getFullYear() === now.getFullYear();
  return (thisYear ? day : dayOfYear).format(moment);
}

export function formatDayAndClock(moment: Date): string {
  return `${day.format(moment)} ${clock.format(moment)}`;
}

/** A day as the server counts them, whatever the reader's own clock says. */
export function formatUtcDay(moment: Date): string {
  return utcDay.format(moment);
}

export function formatDay(moment: Date): string {
  return day.format(moment);
}

export function formatClock(moment: Date): string {
  return clock.format(moment);
}

export function formatExact(moment: Date): string {
  return exact.format(moment);
}

export function formatRelative(moment: Date, now: Date): string {
  const distance = moment.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size < HOUR) return relative.format(Math.round(distance / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.round(distance / HOUR), "hour");
  return relative.format(Math.round(distance / DAY), "day");
}
