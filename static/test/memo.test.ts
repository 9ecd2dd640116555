import assert from "node:assert/strict";
import { test } from "node:test";
import type { FunctionComponent } from "preact";
import { freePlay } from "../src/address/route.ts";
import { initialState, type State } from "../src/app/state.ts";
import type { Frame } from "../src/engine/protocol.ts";
import { memo, quiet } from "../src/views/memo.ts";
import { en } from "../src/words/en.ts";
import { five } from "./fixtures.ts";

/** isDrawnAgain is true when a part that was drawn with `props` is drawn again with `next`. */
function isDrawnAgain<P extends object>(part: FunctionComponent<P>, props: P, next: P): boolean {
  const self = { props } as { props: P; shouldComponentUpdate?(next: P): boolean };
  (part as (this: typeof self, props: P) => unknown).call(self, props);
  return self.shouldComponentUpdate?.(next) ?? true;
}

test("memo: a part is drawn again only when a prop changes", () => {
  const part = memo((_: { a: object; b?: number }) => null);
  const a = {};
  assert.equal(isDrawnAgain(part, { a, b: 1 }, { a, b: 1 }), false);
  assert.equal(isDrawnAgain(part, { a, b: 1 }, { a: {}, b: 1 }), true);
  assert.equal(isDrawnAgain(part, { a, b: 1 }, { a }), true);
});

const route = { name: "lab", setup: freePlay, at: -1, data: "" } as State["route"];
const state: State = { ...initialState(en, route), frame: five };
const framed = (changes: Partial<Frame>): State => ({ ...state, frame: { ...five, ...changes } });

for (const [what, next, drawn] of [
  ["the same state", state, false],
  ["a later moment", framed({ now: 1, event: 2, last: 2, messages: [], lines: ["x"] }), false],
  ["a server that changed", framed({ servers: five.servers.map((one) => ({ ...one })) }), false],
  ["news in the story", { ...state, feed: [], narrator: { ...state.narrator, reached: 9 } }, false],
  ["fewer servers", framed({ servers: five.servers.slice(1) }), true],
  ["a dial", framed({ dials: { ...five.dials } }), true],
  ["the past", framed({ past: !five.past }), true],
  ["no run", { ...state, frame: null }, true],
  ["a problem", { ...state, problem: "x" }, true],
] as const) {
  test(`quiet: ${what}: ${drawn ? "drawn again" : "not drawn again"}`, () => {
    const part = quiet((_: { state: State }) => null);
    assert.equal(isDrawnAgain(part, { state }, { state: next }), drawn);
  });
}
