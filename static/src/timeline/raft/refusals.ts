// Who has refused a candidate, or a server that asks first: what its state does not keep, and the trace does.

const LINE = /^\d+ \d+ (\S+) (\S+) ?(.*)$/;
const REFUSAL = /^\S+ S(\d+) (?:RequestVote|PreVote)Reply .*refused/;

/** refusalsOf are the servers whose refusals have reached a server since it began to ask. Lines are the run's up to the
 * moment that is shown. */
export function refusalsOf(id: number, lines: readonly string[], last: number): number[] {
  const refusals = new Set<number>();
  for (let i = Math.min(last, lines.length) - 1; i >= 0; i--) {
    const [, actor, kind, details = ""] = LINE.exec(lines[i] ?? "") ?? [];
    if (actor !== `S${id}`) continue;
    if (kind === "role") break;
    // An attempt that is followed by another has a wake, or a command, between the two.
    if (kind === "wake" || kind === "control") break;
    const [, from] = (kind === "deliver" && REFUSAL.exec(details)) || [];
    if (from) refusals.add(Number(from));
  }
  return [...refusals].sort((a, b) => a - b);
}
