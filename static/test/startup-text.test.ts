// The text of the page while a run is starting, and none otherwise.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay } from "../src/address/route.ts";
import { startupText } from "../src/app/startup-text.ts";
import { initialState, update } from "../src/app/state.ts";
import { en } from "../src/words/en.ts";

test("the startup text names the engine, the compiler or the program, and is empty after a failure", () => {
  const start = initialState(en, { name: "lab", setup: freePlay });
  assert.equal(startupText(start), en.engine.starting);
  const fetching = update(start, { kind: "preparing", preparing: { loaded: 3, total: 4 } });
  assert.equal(startupText(fetching), en.setup.fetching(75));
  const building = update(start, { kind: "preparing", preparing: { loaded: 0, total: 0 } });
  assert.equal(startupText(building), en.setup.building);
  assert.equal(startupText(update(start, { kind: "refused", message: "no such seed" })), "");
  assert.equal(startupText(update(start, { kind: "broken", message: "gone" })), "");
});
