// Orders of the detectors' table; each lives in the address.
import type { DetectorFigures } from "@/api/types";

export const ORDERS = ["hits", "precision", "bad", "good", "name"] as const;
export type Order = (typeof ORDERS)[number];

/** Without a decision there is no precision: such rows come last, whatever the order. */
const PRECISION = (one: DetectorFigures) => one.interval?.low ?? -1;

const COMPARE: Record<Order, (one: DetectorFigures, other: DetectorFigures) => number> = {
  hits: (one, other) => other.fired - one.fired,
  precision: (one, other) => PRECISION(other) - PRECISION(one),
  bad: (one, other) => other.confirmed_bad - one.confirmed_bad,
  good: (one, other) => other.confirmed_good - one.confirmed_good,
  name: (one, other) => one.title.localeCompare(other.title),
};

/** By what can be relied on: precision is ordered by the lower bound of its interval. */
export function sorted(detectors: readonly DetectorFigures[], order: Order): DetectorFigures[] {
  return detectors.toSorted(
    (one, other) => COMPARE[order](one, other) || one.id.localeCompare(other.id),
  );
}
