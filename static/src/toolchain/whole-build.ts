// From the folder of a whole server to a program. What is called, and what a tool's words mean, is decided in Go
// (wasm/bring), as on a laptop; here the calls are done.
import { MemoryFile, text } from "./files.ts";
import { cap } from "./memory.ts";
import type { Reactor } from "./reactor.ts";
import { type Run, run } from "./tools.ts";
import type {
  WholeAbout,
  WholeBuilt,
  WholeComplaint,
  WholeSources,
  WholeTook,
} from "./whole-talk.ts";

export interface WholeKit {
  compile: WebAssembly.Module;
  link: WebAssembly.Module;
  bring: Reactor;
  /** packs are the archives: those that exercises share, those that every such program needs, and what few need. The
   * compiler reads a package in the last pack that has it, the linker in the first. */
  packs: readonly Pack[];
  /** pack fetches one that few need. */
  pack(name: string): Promise<Pack>;
}

export type Pack = ReadonlyMap<string, MemoryFile>;

/** Call is bring.Call of Go, Reply the reply of wasm/bring. */
interface Call {
  tool: "compile" | "link";
  args: string[];
  files: { path: string; text: string }[] | null;
  makes: string;
}

interface Reply {
  about?: WholeAbout;
  complaints?: (Partial<WholeComplaint> & { message: string })[];
  call?: Call;
  config?: string;
  steps?: number;
  packs?: string[];
}

/** WHOLE_PAGES of 64 KiB are 256 MiB, as on a laptop. */
const WHOLE_PAGES = 4096;

/** CONFIG lists the archives. TRIM makes the program the same wherever it is made. */
const CONFIG = "importcfg";
const TRIM = "-trimpath=/work";

/** buildWhole makes the program. OnStep hears of each call, of how many. */
export async function buildWhole(
  kit: WholeKit,
  { name, files }: WholeSources,
  onStep: (done: number, of: number) => void,
): Promise<WholeBuilt> {
  const took: WholeTook = { compile: 0, link: 0, bound: 0, module: 0 };
  const objects: [string, MemoryFile][] = [];
  let program: Uint8Array | null = null;
  let reply = kit.bring.ask({ folder: { name, files } }) as Reply;
  const packs = [...kit.packs, ...(await Promise.all((reply.packs ?? []).map(kit.pack)))];
  const archives = { compile: archivesOf(packs), link: archivesOf(packs.toReversed()) };
  let done = 0;
  while (reply.call && !reply.complaints) {
    const { call, config = "", steps = 0 } = reply;
    onStep(done, steps);
    const began = performance.now();
    const { config: theirs, files: places } = archives[call.tool];
    const sources = (call.files ?? []).map(({ path, text: source }): [string, MemoryFile] => [
      path,
      text(source),
    ]);
    const ran = run(
      kit[call.tool],
      [call.tool, ...(call.tool === "compile" ? [TRIM] : []), ...call.args],
      [...places, ...objects, ...sources, [CONFIG, text(theirs + config)]],
    );
    took[call.tool] += performance.now() - began;
    const made = ran.read(call.makes);
    if (ran.code === 0 && made) {
      done++;
      program = made;
      objects.push([call.makes, new MemoryFile(program.slice())]);
    }
    reply = kit.bring.ask({ ended: endedOf(ran, made !== null) }) as Reply;
  }
  const about = reply.about ?? null;
  if (reply.complaints || !about || !program) {
    return { kind: "unfit", complaints: (reply.complaints ?? []).map(complaintOf), about };
  }
  return finished(kit, program, about, took);
}

/** finished bounds the program, and makes a module of it. */
function finished(
  kit: WholeKit,
  program: Uint8Array,
  about: WholeAbout,
  took: WholeTook,
): WholeBuilt {
  const began = performance.now();
  const bounded = kit.bring.bound(program);
  if (bounded.length === 0) throw new Error("the program cannot be bounded");
  took.bound = performance.now() - began;
  const module = new WebAssembly.Module(cap(bounded, WHOLE_PAGES));
  took.module = performance.now() - began - took.bound;
  return { kind: "built", module, about, took };
}

function endedOf(ran: Run, hasMade: boolean): { ok: boolean; met: string; printed: string } {
  const { code, outOf, printed } = ran;
  return { ok: code === 0 && hasMade, met: outOf ?? "", printed };
}

function complaintOf(one: Partial<WholeComplaint> & { message: string }): WholeComplaint {
  return { file: "", line: 0, column: 0, ...one };
}

/** archivesOf are the lines for archives and the files that they name; later packs win. */
function archivesOf(packs: readonly Pack[]): {
  config: string;
  files: [string, MemoryFile][];
} {
  const all = new Map(packs.flatMap((one) => [...one]));
  const lines: string[] = [];
  const files = [...all].map(([path, archive], i): [string, MemoryFile] => {
    lines.push(`packagefile ${path}=/archives/${i}.a\n`);
    return [`/archives/${i}.a`, archive];
  });
  return { config: lines.join(""), files };
}
