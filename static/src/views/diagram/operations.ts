// What clients did, as bars on their lane: from the request to its answer, with what was asked and what was answered.
// A bar without an end is a request without an answer, which may still take effect. The operation that no order
// explains is red.

import { requestOf } from "../../timeline/text.ts";
import { CLIENT_LANE, KIND, type Timeline, WORLD_LANE } from "../../timeline/timeline.ts";
import { unit, windowOf, xOf } from "./scale.ts";
import type { Scene } from "./scene.ts";
import type { Surface } from "./surface.ts";

/** Operation is one request of a client that may have had an effect. */
export interface Operation {
  request: number;
  /** answer is the event of the answer, 0 while there is none. */
  answer: number;
  /** texts are what may stand in its bar, from the longest to the shortest. */
  texts: string[];
  /** done is false while there is no answer, and if none came in time. */
  done: boolean;
  /** broken is true of the operation that no order explains. */
  broken: boolean;
}

/** So many events of clients before and behind the part in sight are searched for the other ends of operations. */
const BESIDE = 60;
/** The first bar lies so far under the lane, and a second one so far above the flags of the world. */
const UNDER_LANE = 6;
const ABOVE_WORLD = 6;
const ROW_HEIGHT = 13;
const TEXT_SIZE = 10;
const ROWS_MAX = 2;
/** With more operations in sight, bars would lie on each other. */
const OPERATIONS_MAX = 80;

/** operationsOf are the operations of which some part is between two events, in the order of their requests. */
export function operationsOf(timeline: Timeline, first: number, last: number): Operation[] {
  const events = timeline.laneEvents(CLIENT_LANE);
  const broken = brokenBy(timeline);
  const begin = Math.max(0, events.from(first) - BESIDE);
  const end = Math.min(events.length, events.from(last + 1) + BESIDE);
  const open = new Map<number, Operation>();
  const all: Operation[] = [];
  for (let i = begin; i < end; i++) {
    const event = events.at(i);
    const number = requestOf(timeline.details(event));
    if (timeline.kind(event) === KIND.request && event <= last) {
      const operation = {
        request: event,
        answer: 0,
        texts: [],
        done: false,
        broken: number === broken,
      };
      open.set(number, operation);
      all.push(operation);
    } else if (timeline.kind(event) === KIND.answer) {
      const operation = open.get(number);
      if (operation) operation.answer = event;
      open.delete(number);
    }
  }
  return all
    .filter(({ answer }) => answer === 0 || (answer >= first && mayHaveHadEffect(timeline, answer)))
    .map((operation) => told(timeline, operation));
}

/** A server that is down, or that sends the client elsewhere, did nothing. */
function mayHaveHadEffect(timeline: Timeline, answer: number): boolean {
  return !/^(down|redirect)/.test(afterWords(timeline.details(answer), 2));
}

/** brokenBy is the number of the first operation that a violation's sentence names. */
function brokenBy(timeline: Timeline): number {
  const violation = timeline.violations.at(0);
  if (violation === 0) return 0;
  return Number(/ operation (\d+),/.exec(timeline.details(violation))?.[1] ?? 0);
}

function told(timeline: Timeline, operation: Operation): Operation {
  const { answer, request } = operation;
  const asked = afterWords(timeline.details(request), 2);
  const answered = answer === 0 ? "" : afterWords(timeline.details(answer), 2);
  const done = /^(ok|mismatch)/.test(answered);
  const [verb = "", key = "", value = ""] = asked.split(" ");
  const isPut = verb === "put";
  const result = isPut && answered.startsWith("ok") ? "ok" : answered.replace(/^ok (?=.)/, "");
  const whole = done ? `${asked} → ${result}` : asked;
  const short = isPut ? `${key}←${value}` : verb === "get" && done ? `${key}=${result}` : asked;
  return { ...operation, done, texts: [`${clientOf(timeline, request)} ${whole}`, whole, short] };
}

/** clientOf is the name of the client whose line an event is: `58 142000 C2 request …`. */
function clientOf(timeline: Timeline, event: number): string {
  return (timeline.lines[event - 1] ?? "").split(" ", 3)[2] ?? "";
}

function afterWords(text: string, words: number): string {
  return text.split(" ").slice(words).join(" ");
}

/** drawOperations draws the bars under the marks of requests and answers, in as many rows as have room. */
export function drawOperations(surface: Surface, scene: Scene): void {
  const { lanes, now, plot, timeline, view } = scene;
  const top = (lanes.y[CLIENT_LANE] ?? Number.NaN) + UNDER_LANE;
  if (Number.isNaN(top)) return;
  const operations = operationsOf(timeline, ...windowOf(view, plot, timeline));
  if (operations.length > OPERATIONS_MAX) return;
  const room = (lanes.y[WORLD_LANE] ?? 0) - ABOVE_WORLD - top;
  const rows = Math.min(ROWS_MAX, Math.max(1, Math.floor(room / ROW_HEIGHT)));
  const taken = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  for (const operation of operations) {
    const { answer, request } = operation;
    const end = answer > 0 ? unit(timeline, view.axis, answer) : now.units;
    const left = Math.max(plot.left, xOf(view, plot, unit(timeline, view.axis, request)));
    const right = Math.min(plot.left + plot.width, Math.max(left + 2, xOf(view, plot, end)));
    const row = taken.findIndex((x) => x <= left);
    if (row < 0) continue;
    taken[row] = right;
    drawBar(surface, scene, operation, { left, right, top: top + row * ROW_HEIGHT });
  }
}

function drawBar(
  surface: Surface,
  { theme }: Scene,
  { broken, done, texts }: Operation,
  { left, right, top }: { left: number; right: number; top: number },
): void {
  const color = broken ? theme.bad : theme.quiet;
  const width = right - left;
  const height = ROW_HEIGHT - 2;
  const bottom = top + height;
  if (done) {
    surface.rectangle(left, top, width, height, { color: theme.panel, edge: color, edgeWidth: 1 });
  } else {
    const points = [left, top, right, top, left, bottom, right, bottom, left, top, left, bottom];
    surface.segments(points, { color, width: 1, dash: [3, 2] });
  }
  const text = texts.find((text) => surface.measure(text, TEXT_SIZE) <= width - 6);
  if (text === undefined) return;
  surface.text(left + width / 2, bottom - 2, text, {
    color,
    size: TEXT_SIZE,
    bold: broken,
    align: "center",
  });
}
