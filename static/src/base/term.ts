// Terms have hues, used wherever a term appears: servers, messages, log entries.
const HUES = 8;

/** termClass is the class that sets a term's own hue. Hues repeat, so the number is always shown too. */
export function termClass(term: number): string {
  return term > 0 ? `t${((term - 1) % HUES) + 1}` : "t0";
}
