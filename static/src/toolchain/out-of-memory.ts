/** saysOutOfMemory knows Go's words for it, and the browsers'. */
export function saysOutOfMemory(text: string): boolean {
  return /out of memory|(?:cannot|could not) allocate memory/i.test(text);
}
