import assert from "node:assert/strict";
import { test } from "node:test";
import { freePlay } from "../src/address/route.ts";
import { keyAction, type Press } from "../src/app/keys.ts";
import { initialState, type State, update } from "../src/app/state.ts";
import * as lines from "../src/run/commands.ts";
import { en } from "../src/words/en.ts";
import { catalogue, five } from "./fixtures.ts";

const lab = update(
  update(initialState(en, { name: "lab", setup: freePlay }), { kind: "connected", catalogue }),
  { kind: "begun", frame: five, playing: true },
);

function press(key: string, more: Partial<Press> = {}): Press {
  const plain = {
    code: "",
    shift: false,
    command: false,
    accelerator: false,
    typing: false,
    onControl: false,
  };
  return { key, ...plain, ...more };
}

function lineOf(key: string, state: State): string | undefined {
  const action = keyAction(press(key), state);
  return action?.kind === "line" ? action.line : undefined;
}

test("acts become scenario lines", () => {
  const [up] = five.servers;
  assert.ok(up);
  assert.equal(lines.crashOrRestart(up), "crash S1");
  assert.equal(lines.crashOrRestart({ ...up, up: false }), "restart S1");
  assert.equal(lines.pauseOrResume({ ...up, paused: true }), "resume S1");
  assert.equal(lines.partition([4, 5], 5), "partition S4 S5 | S1 S2 S3");
  assert.equal(lines.partition([], 5), null);
  assert.equal(lines.partition([1, 2], 2), null);
  assert.equal(lines.turnDial("latency", 20), "latency 20ms");
  assert.equal(lines.turnDial("loss", 5), "loss 5%");
});

test("client operations become scenario lines", () => {
  assert.equal(lines.operation({ kind: "put", key: "x", value: "3" }, "S1"), "put x 3 via S1");
  const get = { kind: "get", key: "x" } as const;
  assert.equal(lines.operation({ ...get, mode: "" }, "leader"), "get x via leader");
  assert.equal(lines.operation({ ...get, mode: "stale" }, "S2"), "get x stale via S2");
  assert.equal(
    lines.operation({ kind: "compare-and-set", key: "x", expected: "3", wanted: "5" }, "S1"),
    "compare-and-set x 3 5 via S1",
  );
});

test("a server is isolated when every link is cut, not when some are", () => {
  const cuts: [number, number][] = [2, 3, 4, 5].flatMap((other) => [
    [1, other] as [number, number],
    [other, 1] as [number, number],
  ]);
  assert.equal(lines.isolateOrRejoin(1, { ...five, cuts }), "rejoin S1");
  assert.equal(lines.isolateOrRejoin(4, five), "isolate S4");
});

test("keys act on the selected server", () => {
  const state = update(lab, { kind: "selected", server: 3 });
  assert.equal(lineOf("c", state), "crash S3");
  assert.equal(lineOf("t", state), "timeout S3");
  assert.equal(lineOf("h", state), "heal");
  assert.deepEqual(keyAction(press("!", { code: "Digit1", shift: true }), state), {
    kind: "group",
    server: 1,
  });
});

test("no key acts while typing, with a command key, on another page, or under the sheet", () => {
  assert.equal(keyAction(press("c", { typing: true }), lab), null);
  assert.equal(keyAction(press("c", { command: true }), lab), null);
  assert.equal(keyAction(press("c"), { ...lab, route: { name: "home" } }), null);
  assert.equal(keyAction(press("c"), { ...lab, keysOpen: true }), null);
});

test("Space belongs to the control that has the focus", () => {
  assert.equal(keyAction(press(" ", { onControl: true }), lab), null);
  assert.deepEqual(keyAction(press(" "), lab), { kind: "toggle-play" });
});

test("on the exercise page Shift+Enter and Ctrl+S work during typing, and letters are text", () => {
  const exercise = update(lab, {
    kind: "routed",
    route: { name: "exercise", id: "vote", line: 0, passed: false },
  });
  const typing = { typing: true };
  assert.deepEqual(keyAction(press("Enter", { ...typing, shift: true }), exercise), {
    kind: "check",
  });
  const save = press("s", { ...typing, command: true, accelerator: true });
  assert.deepEqual(keyAction(save, exercise), { kind: "save" });
  assert.equal(keyAction(save, lab), null);
  assert.equal(keyAction(press("c", typing), exercise), null);
  assert.equal(keyAction(press("?", typing), exercise), null);
  assert.equal(keyAction(press("Enter", { shift: true }), lab), null);
});
