// Axes that end on round numbers.

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** The smallest round number that is not below `highest`, at least 4. */
export function niceCeiling(highest: number): number {
  if (highest <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = STEPS.find((one) => one * power >= highest) ?? 10;
  return step * power;
}

/** Whole-numbered marks from 0 to `ceiling`: five, or fewer where they would not be whole. */
export function ticksOf(ceiling: number): number[] {
  const parts = [4, 5, 2, 1].find((count) => Number.isInteger(ceiling / count)) ?? 1;
  return Array.from({ length: parts + 1 }, (_, place) => (ceiling / parts) * place);
}
