// What the program of a whole server may ask of its host, and what it gets: the same as under wazero
// (grader/sandbox/goroutines/{wasi,poll}.go). It has one thread, no preemption, and no clock or randomness but these
// answers; no file, network, argument or environment.

import { messageOf } from "../base/errors.ts";
import { NotStarted } from "../base/wasi.ts";
import { Ended } from "./whole-end.ts";

/** WholeExports is what a program exports, and a view of its memory. An address is good until the next call. */
export interface WholeExports {
  memory: WebAssembly.Memory;
  /** fuel is how often the program may still go round a loop, or call a function. */
  fuel: { value: bigint };
  _initialize(): void;
  input(size: number): number;
  step(size: number): number;
  output(): number;
  show?(): number;
  view(): DataView;
}

/** Life is what decides in one life of one server, beside its program and its inputs. */
export interface Life {
  /** clock is the time of day of this step, in nanoseconds. */
  clock: bigint;
  /** seed is the state of the random numbers. */
  seed: bigint;
  /** open is true while the program's step may end; deadline is the program's earliest timer, 0 for none. */
  open: boolean;
  deadline: bigint;
  /** asked counts what the program asks while it goes on. */
  asked: number;
  askedMax: number;
  /** printed is what it printed in this step. */
  printed: Uint8Array[];
  printedBytes: number;
  printedMax: number;
  /** show is true if a person looks. */
  show: boolean;
}

export function newLife(): Life {
  return {
    clock: 0n,
    seed: 0n,
    open: false,
    deadline: 0n,
    asked: 0,
    askedMax: 0,
    printed: [],
    printedBytes: 0,
    printedMax: 0,
    show: false,
  };
}

/** The answers of WASI that are not 0. */
const AGAIN = 6;
const BAD_FILE = 8;
const FAULT = 21;
const NOT_THERE = 52;

/** GATE is the file that the program's step reads when it is to end. */
const GATE = 9;
const IOVECS_MAX = 1024;

/** random is the next of a server's random numbers: SplitMix64. */
function random(life: Life): bigint {
  life.seed = BigInt.asUintN(64, life.seed + 0x9e3779b97f4a7c15n);
  let z = life.seed;
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

/** startWasi makes an instance, and runs nothing of it. */
export function startWasi(module: WebAssembly.Module, life: Life): WholeExports {
  let exports: WholeExports | null = null;
  const memory = (): DataView => {
    if (!exports) throw new NotStarted("the program asks before it is there");
    return exports.view();
  };
  const known = answers(life, memory);
  const imports: Record<string, (...args: never[]) => unknown> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from !== "wasi_snapshot_preview1") throw new NotStarted(`it wants ${name} of ${from}`);
    imports[name] = known[name] ?? (() => NOT_THERE);
  }
  let instance: WebAssembly.Instance;
  try {
    instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  } catch (error) {
    throw new NotStarted(messageOf(error));
  }
  exports = withView(instance.exports as unknown as Omit<WholeExports, "view">);
  return exports;
}

/** withView adds a view of the memory, which is made again only when the memory has grown. */
function withView(exports: Omit<WholeExports, "view">): WholeExports {
  let view = new DataView(exports.memory.buffer);
  return {
    ...exports,
    view() {
      if (view.buffer !== exports.memory.buffer) view = new DataView(exports.memory.buffer);
      return view;
    },
  };
}

type Answers = Record<string, (...args: never[]) => number>;

function has(view: DataView, at: number, size: number): boolean {
  return at + size <= view.byteLength;
}

/** put32 writes a number. A wrong address is the program's mistake. */
function put32(view: DataView, at: number, n: number): number {
  if (!has(view, at >>> 0, 4)) return FAULT;
  view.setUint32(at >>> 0, n, true);
  return 0;
}

/** asks counts what a program asks while it goes on, and ends one that never rests. */
function asks(life: Life): void {
  life.asked += 1;
  if (life.asked > life.askedMax) throw new Ended("restless");
}

/** answers are the functions that a program may call. */
function answers(life: Life, memory: () => DataView): Answers {
  const fine = (): number => 0;
  const nothing = (count: number, size: number): number =>
    put32(memory(), count, 0) | put32(memory(), size, 0);
  return {
    ...files(life, memory),
    clock_time_get(_id: number, _precision: bigint, at: number) {
      asks(life);
      const view = memory();
      if (!has(view, at >>> 0, 8)) return FAULT;
      view.setBigUint64(at >>> 0, life.clock, true);
      return 0;
    },
    random_get(at: number, size: number) {
      const view = memory();
      if (!has(view, at >>> 0, size >>> 0)) return FAULT;
      fillRandom(life, new Uint8Array(view.buffer, at >>> 0, size >>> 0));
      return 0;
    },
    args_sizes_get: nothing,
    environ_sizes_get: nothing,
    args_get: fine,
    environ_get: fine,
    sched_yield() {
      asks(life);
      return 0;
    },
    poll_oneoff(from: number, to: number, count: number, ready: number) {
      const isKnown = poll(life, memory(), from >>> 0, to >>> 0, count >>> 0);
      return isKnown ? put32(memory(), ready, 1) : FAULT;
    },
    proc_exit(code: number): number {
      throw new Ended("exit", code >>> 0);
    },
  } as Answers;
}

/** files are the standard streams and the gate. */
function files(life: Life, memory: () => DataView): Answers {
  const fine = (): number => 0;
  const noFile = (): number => BAD_FILE;
  return {
    fd_write(_fd: number, vectors: number, count: number, written: number) {
      asks(life);
      const total = print(life, memory(), vectors >>> 0, Math.min(count >>> 0, IOVECS_MAX));
      return total === null ? FAULT : put32(memory(), written, total);
    },
    fd_read(fd: number, vectors: number, _count: number, read: number) {
      const view = memory();
      if (fd !== GATE) return put32(view, read, 0); // standard input is at its end
      if (!life.open) return AGAIN;
      life.open = false;
      if (!has(view, vectors >>> 0, 4)) return FAULT;
      const to = view.getUint32(vectors >>> 0, true);
      if (!has(view, to, 1)) return FAULT;
      view.setUint8(to, 1);
      return put32(view, read, 1);
    },
    fd_fdstat_get: (fd: number, at: number) => fileState(memory(), fd, at >>> 0),
    fd_fdstat_set_flags: fine,
    fd_close: fine,
    fd_prestat_get: noFile,
    fd_prestat_dir_name: noFile,
  } as Answers;
}

function fillRandom(life: Life, into: Uint8Array): void {
  const eight = new DataView(new ArrayBuffer(8));
  for (let at = 0; at < into.length; at += 8) {
    eight.setBigUint64(0, random(life), true);
    into.set(new Uint8Array(eight.buffer, 0, Math.min(8, into.length - at)), at);
  }
}

/** print keeps what a program prints, and gives the number of bytes; null for a wrong address. */
function print(life: Life, view: DataView, vectors: number, count: number): number | null {
  let total = 0;
  for (let n = 0; n < count; n++) {
    const at = vectors + 8 * n;
    const known = at + 8 <= view.byteLength;
    const from = known ? view.getUint32(at, true) : 0;
    const size = known ? view.getUint32(at + 4, true) : 0;
    if (from + size > view.byteLength) return null;
    if (life.printedBytes + size <= life.printedMax) {
      life.printed.push(new Uint8Array(view.buffer, from, size).slice());
      life.printedBytes += size;
    }
    total += size;
  }
  return total;
}

/** fileState says that the gate is a socket whose reads never block, so that Go's scheduler polls it. */
function fileState(view: DataView, fd: number, at: number): number {
  if (at + 24 > view.byteLength) return FAULT;
  new Uint8Array(view.buffer, at, 24).fill(0);
  view.setBigUint64(at + 8, 0xffffffffffffffffn, true);
  if (fd === GATE) {
    view.setUint8(at, 6); // a stream socket
    view.setUint16(at + 2, 4, true);
  } else if (fd >= 0 && fd <= 2) {
    view.setUint8(at, 2); // a character device
  } else {
    return BAD_FILE;
  }
  return 0;
}

/** The layout of WASI's subscriptions and events. */
const SUBSCRIPTION = 48;
const EVENT = 32;
const ON_CLOCK = 0;
const ABSOLUTE = 1;

/** poll is called when nothing in the program can go on, and also to look for what is ready while something can: then
 * the time-out is 0, and the gate stays shut. It is false for a wrong address. */
function poll(life: Life, view: DataView, from: number, to: number, count: number): boolean {
  if (count === 0 || from + SUBSCRIPTION * count > view.byteLength) return false;
  if (to + EVENT * count > view.byteLength) return false;
  let deadline = 0n;
  let gate = -1;
  let clock = -1;
  for (let n = 0; n < count; n++) {
    const at = from + SUBSCRIPTION * n;
    if (view.getUint8(at + 8) !== ON_CLOCK) {
      gate = n;
      continue;
    }
    let until = view.getBigUint64(at + 24, true);
    if ((view.getUint16(at + 40, true) & ABSOLUTE) === 0) {
      until = BigInt.asUintN(64, until + life.clock);
    }
    if (clock < 0 || until < deadline) {
      deadline = until;
      clock = n;
    }
  }
  let ready = gate;
  if ((clock >= 0 && deadline <= life.clock) || gate < 0) {
    // Without the gate the scheduler itself sleeps, for microseconds and with nobody to wake it: that takes no time.
    asks(life);
    ready = clock;
  } else {
    life.open = true;
    life.deadline = deadline;
  }
  writeEvent(view, to, from + SUBSCRIPTION * ready);
  return true;
}

/** writeEvent says that a subscription is ready. */
function writeEvent(view: DataView, event: number, subscription: number): void {
  new Uint8Array(view.buffer, event, EVENT).fill(0);
  view.setBigUint64(event, view.getBigUint64(subscription, true), true);
  const kind = view.getUint8(subscription + 8);
  view.setUint8(event + 10, kind);
  if (kind !== ON_CLOCK) view.setBigUint64(event + 16, 1n, true);
}
