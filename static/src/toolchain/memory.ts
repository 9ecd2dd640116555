// A module that Go links may grow its memory until the machine has no more. cap writes a maximum into
// the module, so that growing fails, and Go's runtime ends the program with "out of memory".

const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;

/** GUEST_PAGES of 64 KiB are 512 MiB. A grading needs a tenth of it. */
export const GUEST_PAGES = 8192;

/** cap gives the module with a maximum of so many pages for its one memory. A module without a memory
 * of its own, or with a maximum, is given back unchanged. */
export function cap(module: Uint8Array<ArrayBuffer>, pages: number): Uint8Array<ArrayBuffer> {
  let at = HEADER_BYTES;
  while (at < module.length) {
    const id = module[at];
    const size = readUnsigned(module, at + 1);
    const end = size.next + size.value;
    if (id === MEMORY_SECTION) return withMaximum(module, at, size.next, end, pages);
    at = end;
  }
  return module;
}

/** withMaximum rewrites a section `count=1 flags=0 minimum` to `count=1 flags=1 minimum maximum`. */
function withMaximum(
  module: Uint8Array<ArrayBuffer>,
  section: number,
  body: number,
  end: number,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const unlimited = module[body] === 1 && module[body + 1] === 0;
  if (!unlimited) return module;
  const minimum = readUnsigned(module, body + 2).value;
  const limits = [1, 1, ...unsigned(minimum), ...unsigned(Math.max(minimum, pages))];
  const rewritten = [MEMORY_SECTION, ...unsigned(limits.length), ...limits];
  const capped = new Uint8Array(section + rewritten.length + (module.length - end));
  capped.set(module.subarray(0, section));
  capped.set(rewritten, section);
  capped.set(module.subarray(end), section + rewritten.length);
  return capped;
}

/** readUnsigned reads an LEB128 number. */
function readUnsigned(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  for (let at = from, scale = 1; at < bytes.length; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new Error("the module ends within a number");
}

function unsigned(value: number): number[] {
  const rest = Math.floor(value / 128);
  return rest === 0 ? [value] : [(value % 128) | 0x80, ...unsigned(rest)];
}
