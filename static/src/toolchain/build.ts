// From a learner's files to a guest: a compilation of each, one of package main, and a link. What is not in an
// importcfg cannot be imported, so the learner's packages get one with the allowed packages alone.
import type { Assist } from "./assist.ts";
import { MemoryFile, text } from "./files.ts";
import { cap, GUEST_PAGES } from "./memory.ts";
import type { Failure, LearnerFile, Outcome, Problem, ToolchainJSON } from "./talk.ts";
import { type Run, run } from "./tools.ts";

export interface Kit {
  about: ToolchainJSON;
  compile: WebAssembly.Module;
  link: WebAssembly.Module;
  assist: Assist;
  /** archives are the compiled packages by import path. */
  archives: ReadonlyMap<string, MemoryFile>;
}

/** NoObject is why a file has no object. */
type NoObject = Extract<Outcome, { kind: "problems" | "failure" }>;

/** MAIN is the rest of package main, beside the files that join exercises. */
const MAIN = "package main\n\nfunc main() {}\n";

/** check compiles the learner's file alone, unchanged, and reports all problems. What the compiler says about a line
 * for which the file is refused would say the same in other words. */
export function check(kit: Kit, file: LearnerFile): Outcome {
  const walls = refusals(kit, file);
  const compiled = compileLearner(kit, file, file.source, []);
  const said = compiled.code === 0 ? null : explain(kit, "compiler", compiled, file.source);
  if (walls.refused) {
    const lines = new Set(walls.problems.map(({ line }) => line));
    const others = said?.kind === "problems" ? said.problems : [];
    const elsewhere = others.filter(({ line }) => !lines.has(line));
    return { kind: "problems", problems: [...walls.problems, ...elsewhere] };
  }
  return said ?? misnamed(kit, file) ?? { kind: "problems", problems: walls.problems };
}

/** build makes the guest, or says why there is none: the first file that is in its way, and what is wrong with it. */
export function build(kit: Kit, files: readonly LearnerFile[]): Outcome {
  const lap = laps();
  const learners: [LearnerFile, MemoryFile][] = [];
  for (const file of files) {
    const made = object(kit, file);
    if (!(made instanceof MemoryFile)) return { ...made, exercise: file.exercise };
    learners.push([file, made]);
  }
  return link(kit, learners, lap);
}

/** laps gives a function that gives the milliseconds since its last call. */
function laps(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return last - before;
  };
}

/** object compiles a learner's file with its lines counted. Why there is none is said as on every host. */
function object(kit: Kit, file: LearnerFile): MemoryFile | NoObject {
  const { problems, refused, instrumented } = refusals(kit, file);
  if (refused) return { kind: "problems", problems };
  const also = [kit.about.visitImport];
  const compiled = compileLearner(kit, file, instrumented ?? file.source, also);
  if (compiled.code !== 0) {
    // Our additions must not show: the original file is compiled again.
    const original = compileLearner(kit, file, file.source, []);
    return explain(kit, "compiler", original.code === 0 ? compiled : original, file.source);
  }
  const wrong = misnamed(kit, file);
  if (wrong) return wrong;
  const learner = compiled.read("learner.a");
  if (problems.length > 0 || !learner) return { kind: "problems", problems };
  return new MemoryFile(learner);
}

interface Refusals {
  problems: readonly Problem[];
  /** refused is true if the file must not be compiled, whatever the compiler says of it. */
  refused: boolean;
  instrumented: string | null;
}

/** refusals are problems that the compiler does not report: a missing rule, a directive, an import that only
 * we may use. The compiler explains files that do not parse. */
function refusals(kit: Kit, file: LearnerFile): Refusals {
  const made = kit.assist.instrument(file.exercise, file.rules, file.source);
  if ("problems" in made && made.refused) {
    return { problems: made.problems, refused: true, instrumented: null };
  }
  const missing = kit.assist.functions(file.source, file.rules).problems;
  const none = { problems: missing, refused: false };
  if ("source" in made) return { ...none, instrumented: made.source };
  return { ...none, problems: [...made.problems, ...missing], instrumented: null };
}

/** misnamed reports a wrong package name: the compiler accepts any, the go command on a laptop does not. */
function misnamed(kit: Kit, file: LearnerFile): NoObject | null {
  const { package: name } = kit.assist.functions(file.source, file.rules);
  if (name === file.exercise) return null;
  const lines = file.source.split("\n");
  const line = lines.findIndex((one) => new RegExp(`\\bpackage\\s+${name}\\b`).test(one)) + 1;
  const failure: Failure = {
    kind: "package",
    name,
    wanted: file.exercise,
    line: Math.max(line, 1),
  };
  return { kind: "failure", failure };
}

function compileLearner(
  kit: Kit,
  { exercise }: LearnerFile,
  source: string,
  also: readonly string[],
): Run {
  const imports = [...kit.about.learnerImports, ...also];
  return compile(kit, {
    path: packagePath(exercise),
    imports: packages(kit, imports),
    sources: [[`${exercise}.go`, source]],
    output: "learner.a",
  });
}

function packagePath(exercise: string): string {
  return `raftlab/exercises/${exercise}`;
}

function link(
  kit: Kit,
  learners: readonly [LearnerFile, MemoryFile][],
  lap: () => number,
): Outcome {
  const compileTook = lap();
  const own = learners.map(([{ exercise }, made]): [string, MemoryFile] => [
    packagePath(exercise),
    made,
  ]);
  const all = new Map([...kit.archives, ...own]);
  const joins = learners.map(([{ exercise, join }]): [string, string] => [joinOf(exercise), join]);
  const main = compile(kit, {
    path: "main",
    imports: all,
    sources: [...joins, ["main.go", MAIN]],
    output: "main.a",
  });
  const object = main.read("main.a");
  if (main.code !== 0 || !object) return explainMain(kit, learners, main);
  const joinTook = lap();
  const config = importcfg(all);
  const linked = run(
    kit.link,
    ["link", "-importcfg", "importcfg", "-o", "guest.wasm", ...kit.about.linkFlags, "main.a"],
    [...config.files, ["importcfg", config.text], ["main.a", new MemoryFile(object)]],
  );
  const guest = linked.read("guest.wasm");
  if (linked.code !== 0 || !guest) return failure("linker", linked);
  const bytes = guest.slice();
  const linkTook = lap();
  const module = new WebAssembly.Module(cap(bytes, GUEST_PAGES));
  const took = { compile: compileTook, join: joinTook, link: linkTook, module: lap() };
  return { kind: "built", guest: module, bytes, took };
}

/** joinOf is the name of the file that joins an exercise. */
function joinOf(exercise: string): string {
  return `join-${exercise}.go`;
}

interface Compilation {
  /** path is the package's import path. */
  path: string;
  imports: ReadonlyMap<string, MemoryFile>;
  /** sources are its files: names and texts. */
  sources: readonly [string, string][];
  output: string;
}

/** compile reports all errors, not only the first ten (-e): the editor underlines each. */
function compile(kit: Kit, wanted: Compilation): Run {
  const { path, imports, sources, output } = wanted;
  const config = importcfg(imports);
  const flags = ["-p", path, "-importcfg", "importcfg", "-o", output, "-e"];
  const trim = ["-trimpath", `/work=>${path}`];
  return run(
    kit.compile,
    ["compile", ...kit.about.compileFlags, ...flags, ...trim, ...sources.map(([name]) => name)],
    [
      ...config.files,
      ["importcfg", config.text],
      ...sources.map(([name, source]): [string, MemoryFile] => [name, text(source)]),
    ],
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
function explain(kit: Kit, tool: string, compiled: Run, source: string): NoObject {
  if (compiled.outOf) return failure(tool, compiled);
  const problems = kit.assist.problems(compiled.printed, source);
  return problems.length > 0 ? { kind: "problems", problems } : failure(tool, compiled);
}

function failure(tool: string, run: Run): NoObject {
  const printed = run.printed.trim() || `it ended with ${run.code}`;
  const what: Failure = run.outOf ? { kind: run.outOf } : { kind: "tool", tool, printed };
  return { kind: "failure", failure: what };
}

/** explainMain: the generated files are right, so one does not compile only when a function of the learner
 * has another signature than the exercise's. The problem is shown at that function. */
function explainMain(kit: Kit, learners: readonly [LearnerFile, MemoryFile][], main: Run): Outcome {
  const [, exercise, message] = /join-(\w+)\.go:\d+:\d+: (.*)/.exec(main.printed) ?? [];
  const file = learners.find(([one]) => one.exercise === exercise)?.[0];
  if (!message || !file || main.outOf) return failure("compiler", main);
  const name = /exercise\.(\w+)/.exec(message)?.[1];
  const { functions } = kit.assist.functions(file.source, file.rules);
  const line = functions.find((one) => one.name === name)?.line ?? 1;
  return { kind: "failure", failure: { kind: "main", message, line }, exercise };
}
