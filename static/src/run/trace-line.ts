// Trace lines, `EVENT TIME_US SERVER KIND details`, as the engine writes them (lab/trace.go).

export interface TraceLine {
  event: number;
  time: number;
  /** actor is a server, a client, or "-" for the world. */
  actor: string;
  kind: string;
  details: string;
}

export function parseLine(line: string): TraceLine | null {
  const match = /^(\d+) (\d+) (\S+) (\S+) ?(.*)$/.exec(line);
  if (!match) return null;
  const [, event, time, actor = "", kind = "", details = ""] = match;
  return { event: Number(event), time: Number(time), actor, kind, details };
}

/** field reads `name=value` out of a line's details; "" when it is not there. */
export function field(details: string, name: string): string {
  return (
    details
      .split(" ")
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1) ?? ""
  );
}

/** kindOf is the fourth word of a line. */
export function kindOf(line: string): string {
  const afterEvent = line.indexOf(" ") + 1;
  const afterTime = line.indexOf(" ", afterEvent) + 1;
  const start = line.indexOf(" ", afterTime) + 1;
  const end = line.indexOf(" ", start);
  return line.slice(start, end < 0 ? line.length : end);
}

/** number reads a whole number out of a line's details, 0 when it is not there. */
export function number(details: string, name: string): number {
  return Number(field(details, name)) || 0;
}
