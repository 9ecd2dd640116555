// Talks to assist, our own Go helper for the editor: it formats, completes, reads the compiler's
// messages, and makes the lines of a learner's file visible (wasm/assist). It stays instantiated.
import type { Files } from "./files.ts";
import { makeReactor } from "./reactor.ts";
import type { Completion, Hover, Lit, LitCall, Problem } from "./talk.ts";

/** Sourced is a source that was changed, or why not. A file may be refused that compiles. */
type Sourced = { source: string } | { problems: readonly Problem[]; refused?: boolean };

/** Functions are a file's, and which of the rules it lacks. */
export interface Functions {
  package: string;
  functions: readonly { name: string; line: number }[];
  problems: readonly Problem[];
}

export interface Assist {
  format(source: string): Sourced;
  instrument(exercise: string, rules: readonly string[], source: string): Sourced;
  problems(output: string, source: string): readonly Problem[];
  functions(source: string, rules: readonly string[]): Functions;
  complete(source: string, offset: number): Completion | null;
  hover(source: string, offset: number): Hover | null;
  lit(source: string, call: LitCall): Lit;
}

/** makeAssist: files are its /pkg. */
export function makeAssist(module: WebAssembly.Module, files: Files): Assist {
  const { ask } = makeReactor("assist", module, files);
  return {
    format: (source) => ask({ kind: "format", source }) as Sourced,
    instrument: (exercise, rules, source) =>
      ask({ kind: "instrument", exercise, rules, source }) as Sourced,
    problems(output, source) {
      const reply = ask({ kind: "problems", output, source }) as { problems?: Problem[] };
      return reply.problems ?? [];
    },
    functions(source, rules) {
      const reply = ask({ kind: "functions", source, rules }) as Partial<Functions>;
      const { package: name = "", functions = [], problems = [] } = reply;
      return { package: name, functions, problems };
    },
    complete(source, offset) {
      const reply = ask({ kind: "complete", source, offset }) as Partial<Completion>;
      const { from, options } = reply;
      return from !== undefined && options?.length ? { from, options } : null;
    },
    hover(source, offset) {
      const { from, to, signature, doc } = ask({ kind: "hover", source, offset }) as Partial<Hover>;
      if (from === undefined || to === undefined || signature === undefined) return null;
      return { from, to, signature, doc: doc ?? "" };
    },
    lit(source, { rule, lines, values }) {
      const reply = ask({ kind: "lit", source, rule, lines, values }) as Partial<Lit>;
      return { notes: reply.notes ?? [], unread: reply.unread ?? [] };
    },
  };
}
