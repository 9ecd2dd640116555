// The histories of ZAB: what a server has, and what its leader still sends it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, ServerView } from "../src/engine/protocol.ts";
import type { SyncView, ZabView } from "../src/engine/protocol-zab.ts";
import { gridOf } from "../src/views/zab/histories.ts";

const txn = (zxid: string) => ({
  zxid,
  epoch: Number(zxid.split(":", 1)[0]),
  text: `x=${zxid}`,
  delivered: true,
  durable: true,
});

/** framed is a frame with a leader, S1, that has three transactions, and a server that it makes equal. */
function framed(has: readonly string[], leader: number, sync?: SyncView): Frame {
  const zab = (more: Partial<ZabView>) => ({ base: "0:0", phase: "synchronization", ...more });
  const first = zab({
    leader: 1,
    txns: ["1:1", "1:2", "2:1"].map(txn),
    leading: { epoch: 3, window: [] } as never,
  });
  const second = zab({ leader, txns: has.map(txn), ...(sync ? { sync } : {}) });
  const servers = [first, second].map((zab, i) => ({ id: i + 1, up: true, zab })) as ServerView[];
  return { servers } as Frame;
}

/** looks are how the cells of the second server look, "" for none. */
function looks(frame: Frame): string[] {
  return (
    gridOf(frame).rows[1]?.cells.map((cell) =>
      cell ? `${cell.look} ${cell.text}${cell.small}` : "",
    ) ?? []
  );
}

const sync = (kind: string, zxid: string, part = 0, parts = 0): SyncView => ({
  kind,
  zxid,
  peer: "1:1",
  part,
  parts,
});

test("what a server still gets is there as an empty place", () => {
  assert.deepEqual(looks(framed(["1:1"], 1, sync("DIFF", "1:1"))), [
    "settled x=1:1✓",
    "coming ",
    "coming ",
  ]);
});

test("a snapshot on its way says how much of it has arrived", () => {
  const on = looks(framed([], 1, sync("SNAP", "1:2", 1, 3)));
  assert.deepEqual(
    on,
    ["coming snap1/3", "coming snap1/3", "coming "],
    "what comes behind it comes by itself",
  );
});

test("what nobody sends is not there", () => {
  assert.deepEqual(
    looks(framed(["1:1"], 1)),
    ["settled x=1:1✓", "", ""],
    "before it is made equal",
  );
  assert.deepEqual(
    looks(framed(["1:1"], 2, sync("DIFF", "1:1"))),
    ["settled x=1:1✓", "", ""],
    "another's follower",
  );
});
