// From a learner's file to a guest: two compilations and a link. What is not in an importcfg cannot be
// imported, so the learner's package gets one with the allowed packages alone.
import type { Assist } from "./assist.ts";
import { MemoryFile, text } from "./files.ts";
import { cap, GUEST_PAGES } from "./memory.ts";
import type { Failure, Outcome, Problem, Task, ToolchainJSON } from "./talk.ts";
import { type Run, run } from "./tools.ts";

export interface Kit {
  about: ToolchainJSON;
  compile: WebAssembly.Module;
  link: WebAssembly.Module;
  assist: Assist;
  /** archives are the compiled packages by import path. */
  archives: ReadonlyMap<string, MemoryFile>;
}

type CheckTask = Extract<Task, { kind: "check" }>;
type BuildTask = Extract<Task, { kind: "build" }>;

/** check compiles the learner's file alone, unchanged, and reports all problems. What the compiler says about a line
 * for which the file is refused would say the same in other words. */
export function check(kit: Kit, task: CheckTask): Outcome {
  const walls = refusals(kit, task);
  const compiled = compileLearner(kit, task, task.source, []);
  const said = compiled.code === 0 ? null : explain(kit, "compiler", compiled, task.source);
  if (walls.refused) {
    const lines = new Set(walls.problems.map(({ line }) => line));
    const others = said?.kind === "problems" ? said.problems : [];
    const elsewhere = others.filter(({ line }) => !lines.has(line));
    return { kind: "problems", problems: [...walls.problems, ...elsewhere] };
  }
  return said ?? misnamed(kit, task) ?? { kind: "problems", problems: walls.problems };
}

/** build makes the guest, or says why there is none: the first reason is that of every host. */
export function build(kit: Kit, task: BuildTask): Outcome {
  const { problems, refused, instrumented } = refusals(kit, task);
  if (refused) return { kind: "problems", problems };
  const compiled = compileLearner(kit, task, instrumented ?? task.source, [kit.about.visitImport]);
  if (compiled.code !== 0) {
    // Our additions must not show: the original file is compiled again.
    const original = compileLearner(kit, task, task.source, []);
    return explain(kit, "compiler", original.code === 0 ? compiled : original, task.source);
  }
  const wrong = misnamed(kit, task);
  if (wrong) return wrong;
  const learner = compiled.read("learner.a");
  if (problems.length > 0 || !learner) return { kind: "problems", problems };
  return link(kit, task, new MemoryFile(learner));
}

interface Refusals {
  problems: readonly Problem[];
  /** refused is true if the file must not be compiled, whatever the compiler says of it. */
  refused: boolean;
  instrumented: string | null;
}

/** refusals are problems that the compiler does not report: a missing rule, a directive, an import that only
 * we may use. The compiler explains files that do not parse. */
function refusals(kit: Kit, task: CheckTask | BuildTask): Refusals {
  const made = kit.assist.instrument(task.exercise, task.rules, task.source);
  if ("problems" in made && made.refused) {
    return { problems: made.problems, refused: true, instrumented: null };
  }
  const missing = kit.assist.functions(task.source, task.rules).problems;
  const none = { problems: missing, refused: false };
  if ("source" in made) return { ...none, instrumented: made.source };
  return { ...none, problems: [...made.problems, ...missing], instrumented: null };
}

/** misnamed reports a wrong package name: the compiler accepts any, the go command on a laptop does not. */
function misnamed(kit: Kit, task: CheckTask | BuildTask): Outcome | null {
  const { package: name } = kit.assist.functions(task.source, task.rules);
  if (name === task.exercise) return null;
  const lines = task.source.split("\n");
  const line = lines.findIndex((one) => new RegExp(`\\bpackage\\s+${name}\\b`).test(one)) + 1;
  const failure: Failure = {
    kind: "package",
    name,
    wanted: task.exercise,
    line: Math.max(line, 1),
  };
  return { kind: "failure", failure };
}

function compileLearner(
  kit: Kit,
  task: { exercise: string },
  source: string,
  also: readonly string[],
): Run {
  const imports = [...kit.about.learnerImports, ...also];
  return compile(kit, {
    path: packagePath(task.exercise),
    imports: packages(kit, imports),
    name: `${task.exercise}.go`,
    source,
    output: "learner.a",
  });
}

function packagePath(exercise: string): string {
  return `raftlab/exercises/${exercise}`;
}

function link(kit: Kit, task: BuildTask, learner: MemoryFile): Outcome {
  const all = new Map(kit.archives).set(packagePath(task.exercise), learner);
  const main = compile(kit, {
    path: "main",
    imports: all,
    name: "main.go",
    source: task.main,
    output: "main.a",
  });
  const object = main.read("main.a");
  if (main.code !== 0 || !object) return explainMain(kit, task, main);
  const config = importcfg(all);
  const linked = run(
    kit.link,
    ["link", "-importcfg", "importcfg", "-o", "guest.wasm", ...kit.about.linkFlags, "main.a"],
    [...config.files, ["importcfg", config.text], ["main.a", new MemoryFile(object)]],
  );
  const guest = linked.read("guest.wasm");
  if (linked.code !== 0 || !guest) return failure("linker", linked);
  const bytes = guest.slice();
  return { kind: "built", guest: new WebAssembly.Module(cap(bytes, GUEST_PAGES)), bytes };
}

interface Compilation {
  /** path is the package's import path. */
  path: string;
  imports: ReadonlyMap<string, MemoryFile>;
  name: string;
  source: string;
  output: string;
}

/** compile reports all errors, not only the first ten (-e): the editor underlines each. */
function compile(kit: Kit, wanted: Compilation): Run {
  const { path, imports, name, source, output } = wanted;
  const config = importcfg(imports);
  const flags = ["-p", path, "-importcfg", "importcfg", "-o", output, "-e"];
  const trim = ["-trimpath", `/work=>${path}`];
  return run(
    kit.compile,
    ["compile", ...kit.about.compileFlags, ...flags, ...trim, name],
    [...config.files, ["importcfg", config.text], [name, text(source)]],
  );
}

function packages(kit: Kit, paths: readonly string[]): ReadonlyMap<string, MemoryFile> {
  return new Map(
    paths.map((path) => {
      const archive = kit.archives.get(path);
      if (!archive) throw new Error(`the toolchain lacks the package ${path}`);
      return [path, archive];
    }),
  );
}

/** importcfg is a line for each package that may be imported, and the files that the lines name. */
function importcfg(imports: ReadonlyMap<string, MemoryFile>): {
  text: MemoryFile;
  files: [string, MemoryFile][];
} {
  const lines: string[] = [];
  const files = [...imports].map(([path, archive], i): [string, MemoryFile] => {
    lines.push(`packagefile ${path}=/archives/${i}.a\n`);
    return [`/archives/${i}.a`, archive];
  });
  return { text: text(lines.join("")), files };
}

/** explain reads the compiler's messages about the learner's file. */
function explain(kit: Kit, tool: string, compiled: Run, source: string): Outcome {
  if (compiled.outOf) return failure(tool, compiled);
  const problems = kit.assist.problems(compiled.printed, source);
  return problems.length > 0 ? { kind: "problems", problems } : failure(tool, compiled);
}

function failure(tool: string, run: Run): Outcome {
  const printed = run.printed.trim() || `it ended with ${run.code}`;
  const what: Failure = run.outOf ? { kind: run.outOf } : { kind: "tool", tool, printed };
  return { kind: "failure", failure: what };
}

/** explainMain: the generated main is right, so it does not compile only when a function of the learner
 * has another signature than the exercise's. The problem is shown at that function. */
function explainMain(kit: Kit, task: BuildTask, main: Run): Outcome {
  const message = /main\.go:\d+:\d+: (.*)/.exec(main.printed)?.[1];
  if (!message || main.outOf) return failure("compiler", main);
  const name = /exercise\.(\w+)/.exec(message)?.[1];
  const { functions } = kit.assist.functions(task.source, task.rules);
  const line = functions.find((one) => one.name === name)?.line ?? 1;
  return { kind: "failure", failure: { kind: "main", message, line } };
}
