// The page's host of a whole server, with a guest that is made by hand. `make parity` has real programs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startWhole } from "../src/engine/whole-guest.ts";

const encoder = new TextEncoder();
const sized = (content: readonly number[]): number[] => [content.length, ...content];
const named = (text: string): number[] => sized([...encoder.encode(text)]);
const section = (id: number, ...elements: readonly number[][]): number[] => [
  id,
  ...sized([elements.length, ...elements.flat()]),
];
const I32 = 0x7f;
const I64 = 0x7e;
const END = 0x0b;
const WASI = named("wasi_snapshot_preview1");

/** guest is a module whose step ends the program with code 7 if the first byte of the input is 7. Otherwise it counts
 * in global0, and its output is the clock, and the count. */
const guest = new WebAssembly.Module(
  new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      [0x60, 3, I32, I64, I32, 1, I32],
      [0x60, 1, I32, 0],
      [0x60, 0, 0],
      [0x60, 1, I32, 1, I32],
      [0x60, 0, 1, I32],
    ),
    ...section(
      2,
      [...WASI, ...named("clock_time_get"), 0, 0],
      [...WASI, ...named("proc_exit"), 0, 1],
    ),
    ...section(3, [2], [3], [3], [4]),
    ...section(5, [0, 1]),
    ...section(6, [I64, 1, 0x42, 0, END], [I32, 1, 0x41, 0, END]),
    ...section(
      7,
      [...named("memory"), 2, 0],
      [...named("fuel"), 3, 0],
      [...named("global0"), 3, 1],
      [...named("_initialize"), 0, 2],
      [...named("input"), 0, 3],
      [...named("step"), 0, 4],
      [...named("output"), 0, 5],
    ),
    ...section(
      10,
      sized([0, END]),
      sized([0, 0x41, 16, END]),
      sized([
        ...[0, 0x41, 16, 0x2d, 0, 0, 0x41, 7, 0x46, 0x04, 0x40, 0x41, 7, 0x10, 1, END], // proc_exit(7)
        ...[0x23, 1, 0x41, 1, 0x6a, 0x24, 1], // global0 += 1
        ...[0x41, 0, 0x42, 0, 0x41, 0x80, 8, 0x10, 0, 0x1a], // clock_time_get(0, 0, 1024)
        ...[0x41, 0x88, 8, 0x23, 1, 0x3a, 0, 0, 0x41, 9, END], // memory[1032] = global0; 9
      ]),
      sized([0, 0x41, 0x80, 8, END]),
    ),
  ]),
);

/** firstCall begins a life, and a step, at a time. */
function firstCall(clock: bigint, ...input: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(34 + input.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 3);
  view.setBigUint64(1, clock, true);
  view.setBigUint64(9, 5n, true);
  view.setUint32(17, 2, true); // it may ask twice
  view.setBigUint64(21, 1000n, true);
  view.setUint32(29, 100, true);
  bytes.set(input, 34);
  return bytes;
}

function nextCall(how: number, clock: bigint, ...input: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(9 + input.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, how);
  view.setBigUint64(1, clock, true);
  bytes.set(input, 9);
  return bytes;
}

/** answerOf is the kind of a reply, and the clock and the count that the guest answers. */
function answerOf(reply: Uint8Array): { kind: number; clock: bigint; count: number } {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  return { kind: view.getUint8(0), clock: view.getBigUint64(17, true), count: view.getUint8(25) };
}

test("a server has the clock of its step, and is set back for the next one", () => {
  const one = startWhole(guest);
  assert.deepEqual(answerOf(one.step(firstCall(40n, 1))), { kind: 0, clock: 40n, count: 1 });
  assert.deepEqual(answerOf(one.step(nextCall(2, 50n, 1))), { kind: 0, clock: 50n, count: 2 });
  const other = startWhole(guest);
  assert.equal(answerOf(other.step(firstCall(60n, 1))).count, 1, "each has a memory of its own");
  one.step(new Uint8Array());
  assert.throws(() => one.step(nextCall(2, 70n, 1)), /has ended/);
  const next = startWhole(guest);
  assert.deepEqual(answerOf(next.step(firstCall(80n, 1))), { kind: 0, clock: 80n, count: 1 });
  assert.equal(answerOf(other.step(nextCall(2, 90n, 1))).count, 2);
});

test("an exit is a reply, and the last one", () => {
  const one = startWhole(guest);
  const reply = one.step(firstCall(1n, 7));
  assert.equal(reply[0], 2);
  assert.equal(new DataView(reply.buffer).getUint32(17, true), 7, "the code");
  assert.throws(() => one.step(nextCall(2, 2n, 1)), /has ended/);
});

test("a program that asks again and again in one step is ended", () => {
  const one = startWhole(guest);
  one.step(firstCall(1n, 1));
  one.step(nextCall(0, 1n, 1)); // the same step goes on
  assert.equal(one.step(nextCall(0, 1n, 1))[0], 1);
});
