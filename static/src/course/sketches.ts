// The small pictures of scenarios, as wasm/course draws them from their runs.
import { siteFile } from "../base/site.ts";

/** Sketch: times are thousandths of its width, servers are numbered from 1. */
export interface Sketch {
  id: string;
  servers: number;
  /** lanes are quintuples: server, begin, end, term, and what it is then, an index of LANES. */
  lanes: readonly number[];
  /** ways are sextuples: from, begin, to, end, term, and 1 for a message that was lost. */
  ways: readonly number[];
  /** marks are triples: server, time, and an index of MARKS. */
  marks: readonly number[];
}

export const LANES = ["follows", "stands", "leads", "down"] as const;
export const MARKS = ["stands", "leads", "crash", "restart"] as const;

let loading: Promise<ReadonlyMap<string, Sketch>> | null = null;

/** loadSketches fetches them once; a failure may be tried again. */
export function loadSketches(): Promise<ReadonlyMap<string, Sketch>> {
  loading ??= fetchSketches().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchSketches(): Promise<ReadonlyMap<string, Sketch>> {
  const response = await fetch(siteFile("sketches.json"));
  if (!response.ok) throw new Error(`sketches.json: ${response.status} ${response.statusText}`);
  const all: Sketch[] = await response.json();
  return new Map(all.map((one) => [one.id, one]));
}
