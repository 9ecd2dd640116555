// The recorded opening of the first page: changes of a frame, the clock over it, and the way into the engine's run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { playOpening } from "../src/app/opening.ts";
import { canPlay, firstState, type State, update } from "../src/app/state.ts";
import { changedBy, type Opening } from "../src/run/opening.ts";
import { firstPage } from "../src/views/frame/first-page.tsx";
import { en } from "../src/words/en.ts";

const recorded = JSON.parse(
  readFileSync(join(String(process.env.ROOT), "..", "build", "opening.json"), "utf8"),
) as Opening;

test("a change is applied to objects, lists and what is in them", () => {
  const before = { a: 1, b: { c: [1, 2] }, list: [{ id: 1 }, { id: 2, x: 0 }], gone: true };
  const change = { a: 2, b: { c: { "1": 3 } }, list: { "1": { x: 5 } }, "-": ["gone"], fresh: [] };
  assert.deepEqual(changedBy<unknown>(before, change), {
    a: 2,
    b: { c: [1, 3] },
    list: [{ id: 1 }, { id: 2, x: 5 }],
    fresh: [],
  });
  assert.deepEqual(changedBy([{ id: 1 }, { id: 2 }], { "-": [1], "+": [{ id: 3 }] }), [
    { id: 2 },
    { id: 3 },
  ]);
  assert.deepEqual(changedBy([1, 2], [3]), [3]);
  assert.equal(changedBy<unknown>(undefined, 7), 7);
  assert.equal(before.a, 1, "the value before stays");
});

function played(milliseconds: number, state = firstState(en, { name: "home" }, recorded)) {
  let now: State = state;
  const prologue = playOpening(
    recorded,
    () => now,
    (event) => {
      now = update(now, event);
    },
  );
  for (let i = 0; i < milliseconds; i += 20) prologue.tick(20);
  return { state: now, now: prologue.now() };
}

test("the recording plays an election, tells it, and then waits", () => {
  const { state, now } = played(60_000);
  const told = state.feed.map(({ text }) => text);
  assert.ok(told[0]?.endsWith("has crashed. The others hear nothing of it any more."), told[0]);
  assert.ok(told.some((text) => /^S\d has waited long enough\. It asks/.test(text)));
  assert.ok(
    told.some((text) => /^A majority of the five said yes: S\d leads term 2\.$/.test(text)),
  );
  assert.equal(state.frame?.servers.filter(({ badge }) => badge === "leader").length, 1);
  assert.equal(state.frame?.now, now);
  assert.ok(state.playing && canPlay(state) && state.opening);
});

test("time passes between its events, and stands still while the page is paused", () => {
  const { state } = played(100);
  assert.equal(state.frame?.now, recorded.frame.now + 10_000);
  assert.equal(played(100, { ...state, playing: false }).state.frame?.now, state.frame?.now);
});

test("another page begins with no run", () => {
  const state = firstState(en, { name: "learn", id: "" }, recorded);
  assert.ok(state.frame === null && !state.opening && !canPlay(state));
});

test("the page is sent with the first moment, without a style that its policy forbids", () => {
  const html = firstPage(recorded);
  for (const id of [1, 2, 3, 4, 5]) assert.match(html, new RegExp(`data-testid="server-${id}"`));
  assert.match(html, /data-testid="strike"/);
  assert.match(html, /has crashed\./);
  assert.doesNotMatch(html, / style=/);
});
