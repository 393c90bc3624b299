export interface Hour {
  at: string;
  received: number;
  held: number;
}

const HOUR = 3_600_000;
const floor = (moment: number) => Math.floor(moment / HOUR) * HOUR;

/** One entry for each hour from `since` to `until`: the server leaves out hours without mail. */
export function everyHour(known: readonly Hour[], since: Date, until: Date): Hour[] {
  const byMoment = new Map(known.map((hour) => [floor(Date.parse(hour.at)), hour]));
  const hours: Hour[] = [];
  for (let at = floor(since.getTime()); at <= until.getTime(); at += HOUR) {
    hours.push(byMoment.get(at) ?? { at: new Date(at).toISOString(), received: 0, held: 0 });
  }
  return hours;
}
