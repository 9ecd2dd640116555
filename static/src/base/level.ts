// Levels, the numbers that rise in a protocol, have hues, used wherever a level appears: servers, messages, entries.
/** HUES is so large that levels which are seen together hardly ever share one. */
export const HUES = 16;

/** levelClass is the class that sets a level's own hue. Hues repeat, so the number is always shown too. */
export function levelClass(level: number): string {
  return level > 0 ? `t${((level - 1) % HUES) + 1}` : "t0";
}
