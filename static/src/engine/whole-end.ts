// Why the program of a whole server ended, in the form of lab/whole/life: the same words on every host.

/** Ended is thrown through the program, and ends it. */
export class Ended extends Error {
  constructor(
    readonly how: "restless" | "exit",
    readonly code = 0,
  ) {
    super(how);
  }
}

export interface Ending {
  /** kind is that of life.End: 1 for a program that never rests, 2 for an exit, 3 for a trap. */
  kind: number;
  code: number;
  text: string;
  /** frames are the names of the functions that were being called, the innermost first. */
  frames: string[];
}

const RESTLESS = 1;
const EXIT = 2;
const TRAP = 3;

/** FRAMES_MAX is how many functions wazero names. */
const FRAMES_MAX = 30;
/** STACK_LIMIT is how many functions the browser is to remember: ours are among them. */
const STACK_LIMIT = 60;
(Error as { stackTraceLimit?: number }).stackTraceLimit = STACK_LIMIT;

/** TRAPS are browsers' words for what WebAssembly forbids, each with wazero's. */
const TRAPS: readonly (readonly [RegExp, string])[] = [
  [/unreachable/i, "unreachable"],
  [/(table|element)/i, "invalid table access"],
  [/signature|indirect call/i, "indirect call type mismatch"],
  [/memory|out of bounds/i, "out of bounds memory access"],
  [/(divide|division|remainder).*zero/i, "integer divide by zero"],
  [/unrepresentable|truncat|conversion/i, "invalid conversion to integer"],
  [/overflow|unrepresentable/i, "integer overflow"],
];

/** endOf is how a program ended with an error; null for an error that is not the program's. */
export function endOf(error: unknown, program: { fuel: { value: bigint } } | null): Ending | null {
  const ending = { kind: RESTLESS, code: 0, text: "", frames: framesOf(error) };
  if (error instanceof Ended) {
    // The function of the host is in wazero's stack, too.
    const frames = ["wasi_", ...ending.frames].slice(0, FRAMES_MAX);
    if (error.how === "restless") return { ...ending, frames };
    return { ...ending, kind: EXIT, code: error.code, frames: [] };
  }
  if (program && program.fuel.value < 0n) return ending;
  if (error instanceof WebAssembly.RuntimeError) {
    const known = TRAPS.find(([words]) => words.test(error.message));
    return { ...ending, kind: TRAP, text: `wasm error: ${known?.[1] ?? error.message}` };
  }
  // A function that calls itself without end: wazero, whose stack is larger, lets it run until its loops are spent.
  if (program && (error instanceof RangeError || isTooMuchRecursion(error))) return ending;
  return null;
}

/** isTooMuchRecursion is true of Firefox's error. */
function isTooMuchRecursion(error: unknown): boolean {
  return error instanceof Error && error.name === "InternalError";
}

/** framesOf are the functions of WebAssembly in a stack, as V8 and Firefox write it. */
export function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames: string[] = [];
  for (const line of stack.split("\n")) {
    const found =
      /^\s*at (?:(.*?) \()?[^ ]*wasm-function\[/.exec(line) ??
      /^(.*?)@.*wasm-function\[/.exec(line);
    if (found) frames.push(found[1] ?? "");
  }
  return frames.slice(0, FRAMES_MAX);
}
