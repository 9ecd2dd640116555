// "My code" in the lab: which of the learner's files the servers follow together. Pure.
import type { Memory } from "./memory.ts";
import { ofProtocol } from "./rules-of.ts";

/** myCode is what takes part in a cluster of a protocol, "" for Raft, unless the learner says otherwise: every file
 * with code of the learner's own. Where all were left out, none was meant to be. */
export function myCode({ begun, leftOut }: Memory, protocol = ""): string[] {
  const mine = ofProtocol(begun, protocol);
  const left = mine.filter((id) => !leftOut.includes(id));
  return left.length > 0 ? left : mine;
}
