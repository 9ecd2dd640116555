// Levels, the numbers that rise in a protocol, have hues, used wherever a level appears: servers, messages, entries.
/** HUES is how many there are. The number of a level always stands beside its hue. */
export const HUES = 16;

/** Hues gives the levels that are in sight at the same time different hues. A level keeps its hue while it is in sight.
 * It is the one of its number if that is free, so most levels look the same in every run. */
export class Hues {
  readonly #sights = new Map<object, Sight>();
  #hues: ReadonlyMap<number, number> = new Map();

  /** see says which levels one picture shows now. A picture of the past may have more levels than there are hues: it
   * comes after the others, and there a hue may come again. */
  see(by: object, levels: readonly number[], isPast = false): void {
    this.#sights.set(by, { levels, isPast });
    if (levels.some((level) => level > 0)) this.#share();
  }

  leave(by: object): void {
    this.#sights.delete(by);
  }

  /** of is from 1 to HUES, 0 for no level. */
  of(level: number): number {
    return this.#hues.get(level) ?? natural(level);
  }

  #share(): void {
    const next = new Map<number, number>();
    const now = this.#levels(false);
    const all = [...now, ...this.#levels(true).filter((level) => !now.includes(level))];
    const taken = new Set<number>();
    for (const level of all) {
      const old = this.#hues.get(level);
      if (old === undefined || taken.has(old)) continue;
      next.set(level, old);
      taken.add(old);
    }
    for (const level of all) {
      if (next.has(level)) continue;
      const others = now.includes(level) ? new Set(now.map((one) => next.get(one) ?? 0)) : taken;
      const hue = free(level, taken) ?? free(level, others) ?? natural(level);
      next.set(level, hue);
      taken.add(hue);
    }
    this.#hues = next;
  }

  #levels(past: boolean): number[] {
    const all = [...this.#sights.values()].filter(({ isPast }) => isPast === past);
    const levels = new Set(all.flatMap(({ levels }) => levels).filter((level) => level > 0));
    return [...levels].sort((a, b) => a - b);
  }
}

interface Sight {
  levels: readonly number[];
  isPast: boolean;
}

function natural(level: number): number {
  return level > 0 ? ((level - 1) % HUES) + 1 : 0;
}

/** free is the first hue from a level's own on that is not taken. */
function free(level: number, taken: ReadonlySet<number>): number | undefined {
  for (let i = 0; i < HUES; i++) if (!taken.has(natural(level + i))) return natural(level + i);
  return undefined;
}

/** hues are those of the page. */
export const hues = new Hues();

/** levelClass is the class that sets a level's hue. */
export function levelClass(level: number): string {
  return `t${hues.of(level)}`;
}
