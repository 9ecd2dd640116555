/** saysOutOfMemory knows the messages of Go and of the browsers. */
export function saysOutOfMemory(text: string): boolean {
  return /out of memory|(?:cannot|could not) allocate memory/i.test(text);
}
