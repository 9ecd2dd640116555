// Where two branches of a run part.

/** Course is what is kept of a branch: its lines, of which the first is that of event `from`. */
export interface Course {
  from: number;
  lines: readonly string[];
}

export interface Parting {
  /** event is the first that differs; one more than the last where one branch is the other's beginning. */
  event: number;
  /** time is when they part: that of the first event that only one of them has. */
  time: number;
  same: boolean;
}

export function partingOf(left: Course, right: Course): Parting {
  const first = Math.max(left.from, right.from);
  let event = first;
  while (lineAt(left, event) !== "" && lineAt(left, event) === lineAt(right, event)) event += 1;
  const times = [left, right].map((one) => lineAt(one, event)).filter((line) => line !== "");
  const time = times.length > 0 ? Math.min(...times.map(timeOf)) : timeOf(lineAt(left, event - 1));
  return { event, time, same: times.length === 0 };
}

/** lineAt is the line of an event, "" where the branch has none. */
export function lineAt({ from, lines }: Course, event: number): string {
  return lines[event - from] ?? "";
}

const timeOf = (line: string): number => Number(line.split(" ", 2)[1] ?? 0);
