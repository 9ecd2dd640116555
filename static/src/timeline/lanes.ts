// The work of each server while the lines of a trace pass, from which the cause of each line follows. The lab
// knows causes exactly (World.feed and World.save in lab/world.go) and reports them in an explanation; this file
// follows the same rules as far as the lines show them, for all events at once.
import { KIND, MESSAGE, ROLE } from "./kinds.ts";

/** Lane is one server's state between two lines. */
export interface Lane {
  role: number;
  term: number;
  paused: boolean;
  /** input is the line that the server's present work comes from. */
  input: number;
  /** save is the line of a save that holds back what the server asked for, 0 for none. */
  save: number;
  /** queue are inputs that came while the server saved, or stood still. */
  queue: number[];
  /** applied is the input of the last apply: what a client's answer comes from. */
  applied: number;
}

export function newLane(): Lane {
  return {
    role: ROLE.down,
    term: 0,
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
  role: string;
  term: number;
  message: number;
  /** other is the server at the other end of a message. */
  other: number;
}

/** Asked finds, among inputs, the request that a reply answers. */
export type Asked = (inputs: readonly number[], reply: Line) => number;

/** follow takes a line in, and gives the line that caused it, 0 for none or when it is the message's. */
export function follow(lane: Lane, line: Line, asked: Asked): number {
  const { event, kind } = line;
  switch (kind) {
    case KIND.boot:
    case KIND.restart:
      Object.assign(lane, newLane(), { role: ROLE.follower, input: event });
      return 0;
    case KIND.crash:
      Object.assign(lane, newLane(), { term: lane.term });
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

/** worked is for what a server did: it turned, voted, wrote, committed, applied, or sent. */
function worked(lane: Lane, line: Line, asked: Asked): number {
  const { kind, message } = line;
  if (!isWork(kind)) return 0;
  if (lane.save > 0) {
    lane.input = lane.save;
    lane.save = 0;
  }
  const isReply = message === MESSAGE.RequestVoteReply || message === MESSAGE.AppendEntriesReply;
  if (kind === KIND.send && isReply) {
    const request = asked(lane.queue, line);
    if (request > 0) {
      lane.queue = lane.queue.filter((one) => one > request);
      lane.input = request;
    }
  }
  if (kind === KIND.role) lane.role = roleNumber(line.role);
  if ((kind === KIND.role || kind === KIND.term) && line.term > 0) lane.term = line.term;
  if (kind === KIND.apply) lane.applied = lane.input;
  return lane.input;
}

function isWork(kind: number): boolean {
  return (
    kind === KIND.role ||
    kind === KIND.term ||
    kind === KIND.vote ||
    kind === KIND.log ||
    kind === KIND.commit ||
    kind === KIND.apply ||
    kind === KIND.send
  );
}

function roleNumber(role: string): number {
  if (role === "leader") return ROLE.leader;
  return role === "candidate" ? ROLE.candidate : ROLE.follower;
}

/** Span is a stretch of a lane in which the server had one role and one term. */
export interface Span {
  first: number;
  role: number;
  term: number;
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
