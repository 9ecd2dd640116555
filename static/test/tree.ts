// The rules about the files of src, as functions from files to what is wrong with them. Paths begin at src.
import { dirname, join, normalize } from "node:path";

export interface SourceFile {
  path: string;
  text: string;
}

/** FLOORS are the folders of src from the ground up. A file imports its own folder and lower floors only. */
export const FLOORS: readonly (readonly string[])[] = [
  ["base"],
  ["address"],
  ["engine"],
  ["words", "timeline"],
  ["run"],
  ["toolchain"],
  ["course"],
  ["app"],
  ["views"],
  ["main.tsx"],
];

/** ROOT is what src holds beside its folders. */
const ROOT: readonly string[] = ["favicon.svg", "index.html", "main.tsx"];

const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** importsOf lists the files that a file imports: at once, later, or only for their types. */
export function importsOf({ path, text }: SourceFile): string[] {
  const targets = [...text.matchAll(IMPORT)].map(([, to = ""]) => join(dirname(path), to));
  return [...new Set(targets.map((target) => normalize(target)))];
}

/** climbs lists the imports that do not lead to a lower floor. */
export function climbs(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = folderOf(file.path);
    const floor = floorOf(from);
    if (floor < 0) return [`${file.path} is on no floor`];
    return importsOf(file)
      .filter((target) => folderOf(target) !== from && floorOf(folderOf(target)) >= floor)
      .map((target) => `${file.path} imports ${target}`);
  });
}

const folderOf = (path: string): string => path.split("/", 1)[0] ?? "";

/** floorOf is -1 for a folder that FLOORS does not name. */
const floorOf = (folder: string): number => FLOORS.findIndex((floor) => floor.includes(folder));

/** circle is the first circle of imports, from a file back to itself; empty when there is none. */
export function circle(files: readonly SourceFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    const start = trail.indexOf(path);
    if (start >= 0) return [...trail.slice(start), path];
    if (done.has(path)) return [];
    for (const target of imports.get(path) ?? []) {
      const found = visit(target, [...trail, path]);
      if (found.length > 0) return found;
    }
    done.add(path);
    return [];
  };
  for (const { path } of files) {
    const found = visit(path, []);
    if (found.length > 0) return found;
  }
  return [];
}

/** strays lists the files that stand at the root of src and do not belong there. */
export function strays(paths: readonly string[]): string[] {
  return paths.filter((path) => !path.includes("/") && !ROOT.includes(path));
}

/** longLines lists the lines of more than `max` columns. */
export function longLines(files: readonly SourceFile[], max: number): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .map((line, i) => ({ at: `${path}:${i + 1}`, columns: [...line].length }))
      .filter(({ columns }) => columns > max)
      .map(({ at, columns }) => `${at} has ${columns} columns`),
  );
}

/** PROTOCOLS are the files and folders that know a protocol: its own, and the tables that choose one. */
const PROTOCOLS: Readonly<Record<"own" | "tables", readonly string[]>> = {
  own: ["raft", "paxos", "zab", "replicas", "whole"].flatMap((id) =>
    ["run", "timeline", "views"].map((floor) => `${floor}/${id}/`),
  ),
  tables: ["run/causes.ts", "run/stories.ts", "timeline/protocols.ts", "views/protocols/"],
};

/** NEUTRAL are the folders whose other files serve any protocol's run. */
const NEUTRAL: readonly string[] = ["app/", "base/", "run/", "timeline/", "views/"];

/** MIXED holds names of all protocols as data: a Go test compares it with their tables. */
const MIXED: readonly string[] = ["timeline/kinds.ts"];

const OWN_WORDS = [
  ...["raft", "role", "term", "votedFor", "votes", "candidate", "follower", "commitIndex"],
  ...["lastApplied", "nextIndex", "matchIndex", "lastIndex", "logFrom", "deadline", "electionMin"],
  ...["electionMax", "heartbeat", "RequestVote", "AppendEntries"],
];

/** OWN_WORD is a protocol's word in code; `role="tab"` and `role: "img"` are the page's own, for screen readers. */
const OWN_WORD = new RegExp(
  `(?<![\\w-])(?!role(?:=|: "(?:img|button)"))(?:${OWN_WORDS.join("|")})(?![\\w-])`,
  "g",
);

const COMMENT = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm;

const isIn = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path.startsWith(place));

/** partial lists what neutral files name or import of one protocol. */
export function partial(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const { path, text } = file;
    if (isIn(path, PROTOCOLS.own)) return [];
    const imports = isIn(path, PROTOCOLS.tables)
      ? []
      : importsOf(file).filter((target) => isIn(target, PROTOCOLS.own));
    const isNeutral = isIn(path, NEUTRAL) && !isIn(path, [...PROTOCOLS.tables, ...MIXED]);
    const words = isNeutral ? (text.replace(COMMENT, "").match(OWN_WORD) ?? []) : [];
    return [
      ...imports.map((target) => `${path} imports ${target}`),
      ...[...new Set(words)].map((word) => `${path} names ${word}`),
    ];
  });
}
