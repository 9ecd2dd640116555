// State of a view that belongs to something which changes: a run, an event, a seed.
import { useState } from "preact/hooks";

/** useStateOf is useState for a value that belongs to `of`: for another owner it is `initial` again. That is decided
 * while drawing: an effect would reset it a frame later, and undo a person's act meanwhile. */
export function useStateOf<T>(of: unknown, initial: T): [T, (next: T | ((now: T) => T)) => void] {
  const [kept, setKept] = useState({ of, value: initial });
  const read = (one: typeof kept): T => (one.of === of ? one.value : initial);
  const set = (next: T | ((now: T) => T)): void =>
    setKept((old) => ({ of, value: next instanceof Function ? next(read(old)) : next }));
  return [read(kept), set];
}
