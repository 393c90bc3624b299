export interface Day {
  day: string;
  messages: number;
  caught: number;
  /** Of the confirmed bad. */
  bad_caught: number;
  confirmed_bad: number;
  confirmed_good: number;
}

/** The share of confirmed bad mail that was caught; `null` where nobody confirmed any. */
export function rateOf({ bad_caught: caught, confirmed_bad: bad }: Day): number | null {
  return bad > 0 ? caught / bad : null;
}
