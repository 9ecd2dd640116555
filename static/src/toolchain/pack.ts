// A pack is one file of many: the decimal length of its index and a newline, the index as JSON, and
// then the contents one after another (wasm/toolchain writes it).
import { MemoryFile } from "./files.ts";

interface PackEntry {
  /** package is an import path, and for docs.json and the like the file's name. */
  package: string;
  offset: number;
  size: number;
}

/** unpack gives the packages' archives by import path. They share the pack's memory. */
export function unpack(pack: ArrayBuffer): Map<string, MemoryFile> {
  const bytes = new Uint8Array(pack);
  const end = bytes.indexOf(0x0a);
  const size = Number(new TextDecoder().decode(bytes.subarray(0, Math.max(end, 0))));
  if (end < 1 || !Number.isInteger(size))
    throw new Error("a pack begins without its index's length");
  const start = end + 1 + size;
  const index = JSON.parse(new TextDecoder().decode(bytes.subarray(end + 1, start))) as PackEntry[];
  return new Map(
    index.map((entry) => {
      const from = start + entry.offset;
      if (from + entry.size > bytes.length) throw new Error(`a pack ends within ${entry.package}`);
      return [entry.package, new MemoryFile(bytes.subarray(from, from + entry.size))];
    }),
  );
}
