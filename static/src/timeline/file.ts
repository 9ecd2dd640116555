// A run as a trace file, as `raftlab run --trace` writes it: header, lines, and a last line with the
// SHA-256 of all before it, by which a file that was cut off or changed is known.
export async function traceFile(
  header: readonly string[],
  lines: readonly string[],
): Promise<string> {
  const text = [...header, ...lines].map((line) => `${line}\n`).join("");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return `${text}# end events=${lines.length} sha256=${hash.join("")}\n`;
}
