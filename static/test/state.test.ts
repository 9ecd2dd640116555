import assert from "node:assert/strict";
import { test } from "node:test";
import { canPlay, type Event, initialState, type State, update } from "../src/app/state.ts";
import type { Frame } from "../src/engine/protocol.ts";
import { en } from "../src/words/en.ts";
import { catalogue, five, nine } from "./fixtures.ts";

function after(...events: Event[]): State {
  return events.reduce(update, initialState(en, { name: "home" }));
}

const connected: Event = { kind: "connected", catalogue };
const begun: Event = { kind: "begun", frame: five, playing: true };

test("a state is never changed in place", () => {
  const state = Object.freeze(after(connected));
  update(state, begun);
  assert.equal(state.frame, null);
});

test("a run begins with an empty story and plays", () => {
  const state = after(connected, begun, { kind: "grouped", server: 2 }, begun);
  assert.equal(state.playing, true);
  assert.deepEqual(state.group, []);
  assert.equal(state.frame, five);
  assert.equal(state.feed.length, after(connected, begun).feed.length);
});

test("a violation stops the run, which cannot be continued", () => {
  const state = after(connected, begun, { kind: "framed", frame: nine });
  assert.equal(state.playing, false);
  assert.equal(canPlay(state), false);
  assert.equal(update(state, { kind: "played", playing: true }).playing, false);
});

test("a run that ended as its story says cannot be continued either", () => {
  const told: Frame = { ...five, status: "told" };
  const state = after(connected, begun, { kind: "framed", frame: told });
  assert.equal(state.playing, false);
  assert.equal(canPlay(state), false);
});

test("the end of a script stops the run once; a continued run stays playing", () => {
  const over: Frame = { ...five, status: "finished" };
  const ended = after(connected, begun, { kind: "framed", frame: over });
  assert.equal(ended.playing, false);
  const again = update(ended, { kind: "played", playing: true });
  assert.equal(again.playing, true);
  assert.equal(update(again, { kind: "framed", frame: over }).playing, true);
});

test("nothing plays before the engine is ready", () => {
  assert.equal(after({ kind: "played", playing: true }).playing, false);
});

test("only a server that exists can be selected", () => {
  const state = after(connected, begun, { kind: "selected", server: 4 });
  assert.equal(state.selected, 4);
  assert.equal(update(state, { kind: "selected", server: 6 }).selected, 4);
});

test("a smaller cluster moves the selection to a server that it has", () => {
  const small: Frame = { ...five, servers: five.servers.slice(0, 2) };
  const state = after(connected, begun, { kind: "selected", server: 5 });
  assert.equal(update(state, { kind: "begun", frame: small, playing: true }).selected, 2);
});

test("ticking a server twice unticks it, and the group is in order", () => {
  const ticked = after({ kind: "grouped", server: 3 }, { kind: "grouped", server: 1 });
  assert.deepEqual(ticked.group, [1, 3]);
  assert.deepEqual(update(ticked, { kind: "grouped", server: 3 }).group, [1]);
});

test("the inspector has the changes of the last step, and none where nothing has changed yet", () => {
  const [first, second] = five.servers;
  assert.ok(first && second);
  const changes = [{ server: 2, event: 213, before: { ...second, level: 3 } }];
  const later = after(connected, begun, {
    kind: "framed",
    frame: { ...five, event: 213, changes },
  });
  assert.equal(later.changes[1], undefined);
  assert.equal(later.changes[2]?.before.level, 3);
  const quiet = update(later, { kind: "framed", frame: { ...five, event: 214 } });
  assert.equal(quiet.changes[2]?.event, 213);
  const none = [{ server: 2, event: 0, before: second }];
  const start = update(later, { kind: "framed", frame: { ...five, event: 1, changes: none } });
  assert.deepEqual(start.changes, {});
});

test("an engine that fails is reported and stops", () => {
  const state = after(connected, begun, { kind: "broken", message: "out of memory" });
  assert.equal(state.engine, "failed");
  assert.equal(state.playing, false);
  assert.equal(state.problem, "out of memory");
});

test("looking at the past does not change the story", () => {
  const state = after(connected, begun);
  const past: Frame = { ...five, event: 40, past: true, from: five.last + 1, lines: [] };
  const seen = update(state, { kind: "framed", frame: past });
  assert.deepEqual(seen.feed, state.feed);
  assert.equal(seen.frame?.past, true);
  assert.equal(canPlay(seen), true);
});

test("a branch takes the place of what happened after it left", () => {
  const state = after(connected, begun);
  const at = 50;
  assert.ok(state.feed.some((item) => item.event > at));
  const past: Frame = { ...five, event: at, past: true, from: five.last + 1, lines: [] };
  const lines = [
    `${at + 1} 900000 - do 17 crash S2`,
    `${at + 2} 900000 S2 crash unsynced=0 unread=0`,
  ];
  const branch: Frame = { ...five, event: at + 2, last: at + 2, branch: 1, from: at + 1, lines };
  const seen = update(update(state, { kind: "framed", frame: past }), {
    kind: "framed",
    frame: branch,
  });
  const events = seen.feed.map((item) => item.event);
  assert.deepEqual(events.slice(-2), [at + 1, at + 2]);
  assert.deepEqual(
    events,
    [...events].sort((a, b) => a - b),
  );
  const committed = Math.max(...five.servers.map(({ raft }) => raft?.commitIndex ?? 0));
  assert.equal(seen.narrator.reached, committed, "earlier commits are not reported again");
});
