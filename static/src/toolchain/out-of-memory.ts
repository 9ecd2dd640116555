/** saysOutOfMemory knows the messages of Go and of the browsers. */
export function saysOutOfMemory(text: string): boolean {
  return /out of memory|(?:cannot|could not) allocate memory/i.test(text);
}

/** saysOutOfStack knows those of the browsers: deeply nested calls end at their bound. */
export function saysOutOfStack(text: string): boolean {
  return /call stack|too much recursion|stack overflow/i.test(text);
}
