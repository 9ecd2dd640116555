// Virtual time is counted in microseconds; these write it for people.
const MICROSECONDS_PER_SECOND = 1_000_000;
const MICROSECONDS_PER_MILLISECOND = 1_000;
const PERMILLE_PER_PERCENT = 10;

export function seconds(microseconds: number): string {
  return (microseconds / MICROSECONDS_PER_SECOND).toFixed(3);
}

export function milliseconds(microseconds: number): number {
  return Math.round(microseconds / MICROSECONDS_PER_MILLISECOND);
}

/** percent of a whole that is counted in thousandths. */
export function percent(permille: number): number {
  return permille / PERMILLE_PER_PERCENT;
}
