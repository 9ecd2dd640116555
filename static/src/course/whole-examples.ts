// The whole servers that the page offers, as wasm/course writes them.
import { siteFile } from "../base/site.ts";
import type { WholeFile } from "../toolchain/whole-talk.ts";

export interface Example {
  id: string;
  /** title says which mistake it has, and why what goes wrong; both are "" of one without a mistake. */
  title: string;
  why: string;
  /** name is what the folder is called. */
  name: string;
  files: readonly WholeFile[];
}

/** SKELETON is the one that is to be written. */
export const SKELETON = "skeleton";

/** loadExamples fetches them all: they are small together, and the browser keeps them. */
export async function loadExamples(): Promise<readonly Example[]> {
  const response = await fetch(siteFile("whole-examples.json"));
  if (!response.ok) {
    throw new Error(`whole-examples.json: ${response.status} ${response.statusText}`);
  }
  return response.json();
}

/** exampleIn is the one that an address names, "" for none. */
export function exampleIn(hash: string): string {
  return new URLSearchParams(hash.split("?", 2)[1] ?? "").get("example") ?? "";
}
