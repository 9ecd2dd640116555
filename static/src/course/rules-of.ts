// Whose rules an exercise is about: a cluster speaks one protocol, and only files in its rules run together.
import outline from "outline";

/** protocolOf is the protocol of an exercise's rules, "" for Raft. */
export function protocolOf(exercise: string): string {
  return outline.exercises.find(({ id }) => id === exercise)?.protocol ?? "";
}

/** ofProtocol are the exercises in the rules of a protocol, of those that are given. */
export function ofProtocol(exercises: readonly string[], protocol: string): string[] {
  return exercises.filter((id) => protocolOf(id) === protocol);
}
