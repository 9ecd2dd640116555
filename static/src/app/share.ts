// Addresses of a moment: the setup of a run, the lines typed in it, and the event that is shown. Loaded when
// somebody shares or opens one. A run without typed lines has a short address (route.ts); any other
// is packed as link.ts packs runs, with its trace's header and typed lines as its text.
import {
  decodeRun,
  emptyRun,
  encodeRun,
  exercisesOf,
  type OwnFile,
  type Run,
} from "../address/link.ts";
import { openedLink } from "../address/opened.ts";
import { freePlay, labLink } from "../address/route.ts";
import type { Preparing } from "../course/learner-program.ts";
import type { Frame } from "../engine/protocol.ts";
import type { RunTrace } from "../timeline/run.ts";
import { enLab } from "../words/en-lab.ts";
import type { Play } from "./runner.ts";
import type { State } from "./state.ts";

export interface Shared {
  run: Run;
  play: Play;
  guest: WebAssembly.Module | null;
  /** seek is the event to show once the run has been played to its end, 0 for none. */
  seek: number;
}

/** LAST is beyond every event. */
const LAST = Number.MAX_SAFE_INTEGER;

export async function openShared(
  data: string,
  onProgress: (preparing: Preparing) => void,
): Promise<Shared> {
  const run = await decodeRun(data);
  const { id, recorded } = openedLink(run);
  const play = {
    scenario: id,
    text: run.scenario,
    rules: run.rules,
    seed: run.seed,
    own: run.own,
    exercises: exercisesOf(run.files),
    servers: freePlay.servers,
    event: recorded ? run.event || LAST : LAST,
  };
  return {
    run,
    play,
    guest: await guestOf(run, onProgress),
    seek: recorded ? 0 : run.event,
  };
}

async function guestOf(
  run: Run,
  onProgress: (preparing: Preparing) => void,
): Promise<WebAssembly.Module | null> {
  if (!run.own) return null;
  if (!run.files.some(({ source }) => source)) throw new Error(enLab.share.noCode);
  const { learnerGuest } = await import("../course/learner-program.ts");
  return learnerGuest(run.files, onProgress);
}

/** shareLink is the address of what the page shows now. Files are those that its own servers follow. */
export async function shareLink(
  state: State,
  trace: Pick<RunTrace, "gap" | "header" | "lines">,
  files: readonly OwnFile[],
  embed: boolean,
): Promise<string> {
  const { frame, route } = state;
  if (!frame) throw new Error(state.words.time.noRun);
  const place = embed ? "embed" : "lab";
  const setup = route.name === "lab" && !route.data ? route.setup : null;
  const typed = trace.lines(frame.branch).filter((line) => TYPED.test(line));
  const { scenario, seed } = frame;
  if (setup && typed.length === 0 && frame.own.length === 0) {
    return labLink({ ...setup, scenario, seed }, { at: frame.event }, place);
  }
  if (trace.gap || trace.header.length === 0) throw new Error(enLab.share.gap);
  const run: Run = {
    ...emptyRun,
    scenario: `${[...trace.header, ...typed].join("\n")}\n`,
    rules: frame.rules === "own" ? "reference" : frame.rules,
    own: ownOf(frame),
    seed,
    files,
    title: frame.title,
    event: Math.max(1, frame.event),
  };
  return labLink({}, { data: await encodeRun(run) }, place);
}

/** TYPED are the lines of a trace that somebody typed: with the header, they decide a run. */
export const TYPED = /^\d+ \d+ \S+ do /;

export function ownOf({ own, servers }: Pick<Frame, "own" | "servers">): string {
  return own.length === servers.length ? "all" : own.map((id) => `S${id}`).join(",");
}
