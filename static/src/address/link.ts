// A run that fits into an address: `#/trace/DATA`. DATA is JSON, raw deflate, base64url. Its other half
// is grader/link: the same fields, the same order of steps, the same bound. Pure but for the browser's
// own (de)compressor, which node has too.

/** OwnFile is a learner's file for an exercise; the source is "" where only the exercise is known. */
export interface OwnFile {
  exercise: string;
  source: string;
}

/** Run is everything that plays a run again: the scenario, and whose rules the servers follow. */
export interface Run {
  /** scenario is its text, as `raftlab` saves it. */
  scenario: string;
  /** rules are an id of the catalogue, "" for the reference. */
  rules: string;
  /** own says which servers follow the rules in `files`: "all", "S1,S3" or "". */
  own: string;
  /** seed is decimal text; "" lets the scenario choose. */
  seed: string;
  /** files are the learner's, each of another exercise, in the order of the course. */
  files: readonly OwnFile[];
  title: string;
  /** event is where to open it; 0 is its end, where it broke. */
  event: number;
}

/** DECODED_MAX bounds what an address may unpack to: a short text can hold a very long run of zeros. */
export const DECODED_MAX = 1 << 20;

export class LinkError extends Error {}

export const emptyRun: Run = {
  scenario: "",
  rules: "",
  own: "",
  seed: "",
  files: [],
  title: "",
  event: 0,
};

/** exercisesOf are the exercises whose files a run has. */
export function exercisesOf(files: readonly OwnFile[]): string[] {
  return files.map(({ exercise }) => exercise);
}

export async function encodeRun(run: Run): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(wireOf(run)));
  if (json.length > DECODED_MAX) {
    throw new LinkError(`This run has ${json.length} bytes. A link holds at most ${DECODED_MAX}.`);
  }
  const packed = await bytesOf(through(json, new CompressionStream("deflate-raw")), Infinity);
  return toBase64url(packed);
}

export async function decodeRun(data: string): Promise<Run> {
  if (!/^[\w-]+$/.test(data)) {
    throw new LinkError("This link is damaged: it has characters that do not belong in a link.");
  }
  const packed = fromBase64url(data);
  let json: Uint8Array;
  try {
    json = await bytesOf(through(packed, new DecompressionStream("deflate-raw")), DECODED_MAX);
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError("This link is damaged or was cut short. Ask for it again.");
  }
  return readRun(json);
}

/** wireOf is a run as a link has it. Version 1 has one file at most. Whoever knows only that must not play a run with
 * some of its files, so a run with several is of version 2. */
function wireOf({ scenario, rules, own, seed, files, title, event }: Run): object {
  if (files.length > 1) return { v: 2, scenario, rules, own, seed, files, title, event };
  const [{ exercise, source } = { exercise: "", source: "" }] = files;
  return { v: 1, scenario, rules, own, seed, exercise, source, title, event };
}

function readRun(json: Uint8Array): Run {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    throw new LinkError("This link does not hold a run.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new LinkError("This link does not hold a run.");
  }
  const fields = value as Record<string, unknown>;
  if (fields.v !== 1 && fields.v !== 2) {
    throw new LinkError(
      `This link has version ${String(fields.v)}, and this page reads versions 1 and 2. Reload the page.`,
    );
  }
  const text = (name: string, from = fields): string => {
    const one = from[name] ?? "";
    if (typeof one !== "string") throw new LinkError(`This link's ${name} is not text.`);
    return one;
  };
  const file = (from: Record<string, unknown>): OwnFile => ({
    exercise: text("exercise", from),
    source: text("source", from),
  });
  const event = fields.event ?? 0;
  if (typeof event !== "number" || !Number.isSafeInteger(event) || event < 0) {
    throw new LinkError("This link's event is not a number.");
  }
  const files = fields.v === 2 ? listOf(fields.files).map(file) : [file(fields)];
  return {
    scenario: text("scenario"),
    rules: text("rules"),
    own: text("own"),
    seed: text("seed"),
    files: files.filter(({ exercise, source }) => exercise !== "" || source !== ""),
    title: text("title"),
    event,
  };
}

function listOf(value: unknown): Record<string, unknown>[] {
  const isList = Array.isArray(value) && value.every((one) => typeof one === "object" && one);
  if (!isList) throw new LinkError("This link's files are not a list.");
  return value;
}

type Through = ReadableWritablePair<Uint8Array, BufferSource>;

function through(bytes: Uint8Array, transform: Through): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform);
}

/** bytesOf reads a stream, and stops at the bound: it unpacks nothing beyond the bound. */
async function bytesOf(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new LinkError(`This link unpacks to more than ${most} bytes, so it is not opened.`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const CHUNK = 0x8000;

function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  }
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function fromBase64url(text: string): Uint8Array {
  try {
    const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(binary, (one) => one.charCodeAt(0));
  } catch {
    throw new LinkError("This link is damaged or was cut short. Ask for it again.");
  }
}
