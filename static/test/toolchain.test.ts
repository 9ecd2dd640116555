// The parts of the toolchain that need no browser: files, packs, the memory's bound, crashes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Printed } from "../src/base/wasi.ts";
import { endReport, frames } from "../src/toolchain/crash.ts";
import { MemoryFile, rootWith, text } from "../src/toolchain/files.ts";
import { cap } from "../src/toolchain/memory.ts";
import { unpack } from "../src/toolchain/pack.ts";
import { enToolchain } from "../src/words/en-toolchain.ts";

const bytes = (content: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(new TextEncoder().encode(content));
const decode = (content: Uint8Array | null): string =>
  new TextDecoder().decode(content ?? undefined);

test("a file grows as it is written, with zeros where nothing was", () => {
  const file = new MemoryFile(new Uint8Array(0), true);
  assert.ok(file.write(bytes("abc"), 0));
  assert.ok(file.write(bytes("x"), 5));
  assert.equal(decode(file.bytes), "abc\0\0x");
  assert.ok(file.resize(2));
  assert.ok(file.resize(4));
  assert.equal(decode(file.bytes), "ab\0\0");
});

test("a file that is given to a tool cannot be changed by it", () => {
  const file = text("mine");
  assert.equal(file.write(bytes("x"), 0), false);
  assert.equal(file.resize(0), false);
  assert.equal(decode(file.bytes), "mine");
});

test("a file that a tool creates can be read back, and a missing one is null", () => {
  const root = rootWith([["/a/b/c.txt", text("deep")]]);
  const { ret, fd_obj: file } = root.fd.path_open(0, "a/b/new", 1 /* creat */, 1n << 6n, 0n, 0);
  assert.equal(ret, 0);
  file?.fd_write(bytes("made"));
  assert.equal(decode(root.read("/a/b/new")), "made");
  assert.equal(decode(root.read("/a/b/c.txt")), "deep");
  assert.equal(root.read("/a/none"), null);
  assert.equal(root.read("/a/b"), null);
});

function pack(index: object[], contents: string): ArrayBuffer {
  const json = JSON.stringify(index);
  return bytes(`${bytes(json).length}\n${json}${contents}`).buffer;
}

test("a pack gives its packages", () => {
  const index = [
    { package: "fmt", offset: 0, size: 3 },
    { package: "raftlab/raft", offset: 3, size: 4 },
  ];
  const files = unpack(pack(index, "fmtraft"));
  assert.equal(decode(files.get("raftlab/raft")?.bytes ?? null), "raft");
  assert.throws(() => unpack(pack(index, "fmt")), /ends within raftlab\/raft/);
  assert.throws(() => unpack(bytes("<!doctype html>").buffer), /begins without/);
});

/** (module (memory MIN MAX?) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))) */
function module(limits: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f],
    ...[3, 2, 1, 0],
    ...[5, limits.length + 1, 1, ...limits],
    ...[7, 8, 1, 4, ...bytes("grow"), 0, 0],
    ...[10, 8, 1, 6, 0, 0x20, 0, 0x40, 0, 0x0b],
  ]);
}

test("a capped module cannot grow its memory beyond the cap", () => {
  const grow = (code: Uint8Array<ArrayBuffer>, pages: number): number => {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(code));
    return (instance.exports.grow as (pages: number) => number)(pages);
  };
  const unlimited = module([0, 1]);
  assert.equal(grow(unlimited, 300), 1);
  assert.equal(grow(cap(unlimited, 200), 199), 1);
  assert.equal(grow(cap(unlimited, 200), 200), -1);
  assert.deepEqual(cap(module([1, 1, 2]), 200), module([1, 1, 2]), "a maximum stays");
});

test("printed lines are cut, and megabytes without an end of line fill no memory", () => {
  const lines: string[] = [];
  const stream = new Printed((line) => lines.push(line));
  for (const part of ["one\ntw", "o\n", "x".repeat(10_000_000), "\nend\n", "rest"]) {
    assert.deepEqual(stream.fd_write(bytes(part)), { ret: 0, nwritten: bytes(part).length });
  }
  assert.deepEqual(
    lines.map((line) => line.slice(0, 3)),
    ["one", "two", "xxx", "end"],
  );
  assert.ok((lines[2]?.length ?? 0) < 10_000);
});

const PANIC = `panic: runtime error: index out of range [3] with length 2

goroutine 1 gp=0x1400004e0 m=0 mp=0x12a0 [running]:
raftlab/exercises/vote.last(...)
	raftlab/exercises/vote/vote.go:31
raftlab/exercises/vote.HandleRequestVote(0x1, {0x2, 0x3})
	raftlab/exercises/vote/vote.go:12 +0x1d
raftlab/lab/cluster.(*Server).Step(0x4)
	raftlab/lab/cluster/server.go:80 +0x2
raftlab/lab.(*Runner).step(0x4)
	raftlab/lab/runner.go:9 +0x2
raftlab/exercises/vote.init.func1()
	raftlab/exercises/vote/vote.go:7 +0x1

goroutine 2 [force gc (idle)]:
raftlab/exercises/vote.other()
	raftlab/exercises/vote/vote.go:99 +0x1`.split("\n");

test("a panic's stack names the learner's lines, with ours folded", () => {
  const own = (name: string, line: number) => ({
    function: `vote.${name}`,
    file: "vote.go",
    line,
    own: true,
  });
  const ours = { function: "", file: "", line: 0, own: false };
  assert.deepEqual(frames(PANIC, "vote"), [
    own("last", 31),
    own("HandleRequestVote", 12),
    ours,
    own("init.func1", 7),
  ]);
  assert.deepEqual(frames(PANIC, "append"), [], "a stack without a line of the learner's is none");
  assert.deepEqual(frames([], "vote"), []);
});

test("a program that ended is reported with the reason", () => {
  const sentence = (...printed: string[]): string => {
    const report = endReport(enToolchain, "vote", { kind: "ended", why: "exit 2", printed });
    assert.equal(report.verdict, "crash");
    return report.findings[0]?.sentence ?? "";
  };
  assert.match(sentence(...PANIC), /panicked.*index out of range \[3\]/);
  assert.match(sentence("runtime: goroutine stack exceeds 67108864-byte limit"), /calls itself/);
  assert.match(sentence("fatal error: out of memory"), /more memory/);
  assert.match(sentence("bye"), /exit 2/);
  const why = "Maximum call stack size exceeded";
  const deep = endReport(enToolchain, "vote", { kind: "ended", why, printed: [] });
  assert.match(deep.findings[0]?.sentence ?? "", /calls itself/);
});

test("a page that waited too long, or did not start the checks, reports no fault of the file", () => {
  for (const end of [
    { kind: "silent", seconds: 20 },
    { kind: "unstarted", why: "no network" },
  ] as const) {
    const { verdict, findings, text } = endReport(enToolchain, "vote", end);
    assert.equal(verdict, "infrastructure");
    assert.equal(findings[0]?.verdict, "infrastructure");
    assert.match(text, /20 seconds.*try again.*raftlab grade vote|try again.*no network/);
    assert.doesNotMatch(text, /your code|loop/i);
  }
});
