// What the page and the toolchain say to each other of a whole server that somebody brought. The fields are those of
// `raftlab bring --json` where they exist there.

/** WholeFile is a file by its path inside the folder, with /. */
export interface WholeFile {
  path: string;
  text: string;
}

/** WholeNote is what was replaced, brought along, left out or assumed. */
export interface WholeNote {
  kind: string;
  what: string;
  why: string;
}

/** WholeComplaint stands in the way of a program. A line of 0 is the whole file, and a file of "" none of them. */
export interface WholeComplaint {
  file: string;
  line: number;
  column: number;
  message: string;
  /** do says what to do about it, and what was expected. */
  do?: string;
}

export interface WholeAbout {
  package: string;
  shape: string;
  title: string;
  /** release is the release of Go whose language it is compiled with. */
  release: string;
  snapshots: boolean;
  notes: readonly WholeNote[];
}

/** WholeTook are milliseconds. */
export interface WholeTook {
  compile: number;
  link: number;
  bound: number;
  module: number;
}

/** WholeSources is what the compiler gets: the name is what the person calls the folder. */
export interface WholeSources {
  name: string;
  files: readonly WholeFile[];
}

/** WholeBuilt is a program whose memory and steps are bounded, or why there is none. */
export type WholeBuilt =
  | { kind: "built"; module: WebAssembly.Module; about: WholeAbout; took: WholeTook }
  | { kind: "unfit"; complaints: readonly WholeComplaint[]; about: WholeAbout | null };
