// Requests for votes that were left unanswered: a server that hears its leader takes no part in an election (thesis
// §4.2.3). No line says so, but a server answers what it takes in order.
import { KIND, type Timeline } from "../timeline.ts";

const REQUESTS: ReadonlySet<string> = new Set(["RequestVote", "TransferVote"]);

/** isIgnored is true of the delivery of such a request once its server has taken a later input, and did not answer. */
export function isIgnored(timeline: Timeline, event: number): boolean {
  if (timeline.kind(event) !== KIND.deliver || !REQUESTS.has(timeline.messageName(event))) {
    return false;
  }
  const lane = timeline.lane(event);
  const isAnswer = (one: number): boolean =>
    timeline.kind(one) === KIND.send &&
    timeline.other(one) === timeline.other(event) &&
    timeline.messageName(one) === "RequestVoteReply";
  const events = timeline.laneEvents(lane);
  for (let i = events.from(event + 1); i < events.length; i++) {
    const one = events.at(i);
    if (timeline.kind(one) === KIND.crash || isAnswer(one)) return false;
    const input = inputOf(timeline, one);
    if (input > event && timeline.lane(input) === lane) return true;
  }
  return false;
}

/** inputOf is what a server's line results from: a save is no input. */
function inputOf(timeline: Timeline, event: number): number {
  let input = timeline.cause(event);
  while (timeline.kind(input) === KIND.save) input = timeline.cause(input);
  return input;
}
