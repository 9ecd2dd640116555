// What is in a zip, by the list at its end: what is not wanted is never unpacked, however large it is. A list may lie,
// so that each file is unpacked in steps, up to a bound.
import { Inflate, strFromU8 } from "fflate";

/** ZipEntry is a file of a zip. */
export interface ZipEntry {
  name: string;
  /** size is what the zip says of it. */
  size: number;
  /** bytes unpacks it, the first so many bytes of it. It throws if the file is damaged. */
  bytes(bound: number): Uint8Array;
}

const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_MAX = 0xffff;
const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** STEP: a kilobyte unpacks to a megabyte at most. */
const STEP = 1 << 10;

/** contentsOf lists the files. It throws if there is no such list, or if it is one of a zip above 4 GB. */
export function contentsOf(zip: Uint8Array): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - END_BYTES;
  const first = Math.max(0, end - COMMENT_MAX);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw new Error("a zip has no list of contents");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== LISTED) throw new Error("a zip's list is damaged");
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const from = view.getUint32(at + 42, true);
    entries.push({
      name: strFromU8(zip.subarray(at + LISTED_BYTES, at + LISTED_BYTES + name)),
      size: view.getUint32(at + 24, true),
      bytes: (bound) => unpack(dataAt(zip, view, from, packed), method, bound),
    });
    at += LISTED_BYTES + name + extra + comment;
  }
  return entries;
}

/** dataAt is the packed content of the file whose header is there. */
function dataAt(zip: Uint8Array, view: DataView, from: number, packed: number): Uint8Array {
  if (view.getUint32(from, true) !== LOCAL) throw new Error("a file of a zip is damaged");
  const skipped = view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
  const at = from + LOCAL_BYTES + skipped;
  if (at + packed > zip.length) throw new Error("a zip ends within a file");
  return zip.subarray(at, at + packed);
}

function unpack(packed: Uint8Array, method: number, bound: number): Uint8Array {
  if (method === STORED) return packed.subarray(0, bound);
  if (method !== DEFLATED) throw new Error(`a zip has a file packed by method ${method}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((part) => {
    parts.push(part.slice());
    size += part.length;
  });
  for (let at = 0; at < packed.length && size < bound; at += STEP) {
    inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, bound);
}
