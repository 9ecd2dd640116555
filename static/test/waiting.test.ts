// What the page says while there is no run: what it waits for, and nothing when it waits for nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay } from "../src/route.ts";
import { initialState, update } from "../src/state.ts";
import { waitingText } from "../src/waiting.ts";
import { en } from "../src/words/en.ts";

test("what is waited for is told: the engine, the compiler, the program, and nothing after a failure", () => {
  const start = initialState(en, { name: "lab", setup: freePlay });
  assert.equal(waitingText(start), en.engine.starting);
  const fetching = update(start, { kind: "preparing", preparing: { loaded: 3, total: 4 } });
  assert.equal(waitingText(fetching), en.setup.fetching(75));
  const building = update(start, { kind: "preparing", preparing: { loaded: 0, total: 0 } });
  assert.equal(waitingText(building), en.setup.building);
  assert.equal(waitingText(update(start, { kind: "refused", message: "no such seed" })), "");
  assert.equal(waitingText(update(start, { kind: "broken", message: "gone" })), "");
});
