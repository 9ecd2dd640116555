// The work of each server while the lines of a trace pass, from which the cause of each line follows. The lab
// knows causes exactly (World.feed and World.save in lab/world.go) and reports them in an explanation; this file
// follows the same rules as far as the lines show them, for all events at once.
import { KIND } from "./kinds.ts";

/** DOWN and STARTED are numbers of badges: the others follow in the order of the protocol's. */
export const DOWN = 0;
const STARTED = 1;

/** Lane is one server's state between two lines. */
export interface Lane {
  /** badge is a number, level what rises in the protocol. */
  badge: number;
  level: number;
  paused: boolean;
  /** input is the line that the server's present work comes from. */
  input: number;
  /** save is the line of a save that holds back what the server asked for, 0 for none. */
  save: number;
  /** queue are inputs that came while the server saved, or stood still. */
  queue: number[];
  /** applied is the input of what was applied last: what a client's answer comes from. */
  applied: number;
}

export function newLane(): Lane {
  return {
    badge: DOWN,
    level: 0,
    paused: false,
    input: 0,
    save: 0,
    queue: [],
    applied: 0,
  };
}

export function copyLane(lane: Lane): Lane {
  return { ...lane, queue: [...lane.queue] };
}

/** Line is what a server's line says, as far as its state goes. */
export interface Line {
  event: number;
  kind: number;
  /** badge and level are the server's new ones, DOWN and 0 for no change. */
  badge: number;
  level: number;
  message: number;
  /** other is the server at the other end of a message. */
  other: number;
  /** isWork: the server did something with its input. isReply: it sent a reply. isApplied: it applied a command. */
  isWork: boolean;
  isReply: boolean;
  isApplied: boolean;
}

/** Asked finds, among inputs, the request that a reply answers. */
export type Asked = (inputs: readonly number[], reply: Line) => number;

/** follow takes a line in, and gives the line that caused it, 0 for none or when it is the message's. */
export function follow(lane: Lane, line: Line, asked: Asked): number {
  const { event, kind } = line;
  switch (kind) {
    case KIND.boot:
    case KIND.restart:
      Object.assign(lane, newLane(), { badge: STARTED, input: event });
      return 0;
    case KIND.crash:
      Object.assign(lane, newLane(), { level: lane.level });
      return 0;
    case KIND.pause:
      lane.paused = true;
      return 0;
    case KIND.resume:
      lane.paused = false;
      return 0;
    case KIND.wake:
    case KIND.control:
      // These lines are written when they are taken, so that everything before has been taken too.
      lane.queue = [];
      lane.save = 0;
      lane.input = event;
      return 0;
    case KIND.deliver:
    case KIND.asked:
      arrive(lane, event);
      return 0;
    case KIND.save:
      return saved(lane, event);
    default:
      return worked(lane, line, asked);
  }
}

function arrive(lane: Lane, event: number): void {
  if (lane.save > 0 || lane.paused) {
    lane.queue.push(event);
    return;
  }
  lane.queue = [];
  lane.input = event;
}

/** saved: a second save after another means that the first is done, and that an input which waited is
 * the reason for this one. */
function saved(lane: Lane, event: number): number {
  if (lane.save > 0) lane.input = lane.queue.shift() ?? lane.input;
  lane.save = event;
  return lane.input;
}

/** worked is for what a server did: work of its protocol, or sending. */
function worked(lane: Lane, line: Line, asked: Asked): number {
  if (!line.isWork) return 0;
  if (lane.save > 0) {
    lane.input = lane.save;
    lane.save = 0;
  }
  if (line.isReply) {
    const request = asked(lane.queue, line);
    if (request > 0) {
      lane.queue = lane.queue.filter((one) => one > request);
      lane.input = request;
    }
  }
  if (line.badge !== DOWN) lane.badge = line.badge;
  if (line.level > 0) lane.level = line.level;
  if (line.isApplied) lane.applied = lane.input;
  return lane.input;
}

/** Span is a stretch of a lane in which the server had one badge and one level. */
export interface Span {
  first: number;
  /** badge is "" for a server that is down. */
  badge: string;
  level: number;
  paused: boolean;
}

/** Holds are the links on which messages wait. */
export interface Holds {
  all: boolean;
  links: Set<string>;
}

export function newHolds(): Holds {
  return { all: false, links: new Set() };
}

export function copyHolds(holds: Holds): Holds {
  return { all: holds.all, links: new Set(holds.links) };
}
