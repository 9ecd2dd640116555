// Reading pieces of trace lines: whose line it is, and the words and numbers in it.
import { KIND } from "./kinds.ts";

/** Lanes are numbered from 0, a server's is one below its id. */
export const SERVERS_MAX = 9;
export const CLIENT_LANE = SERVERS_MAX;
export const WORLD_LANE = SERVERS_MAX + 1;

/** laneOf reads the S2, C1 or - that stands at a place of a text. */
export function laneOf(text: string, at: number): number {
  const letter = text.charCodeAt(at);
  if (letter === LETTER_S) {
    const number = text.charCodeAt(at + 1) - DIGIT_0;
    return number >= 1 && number <= SERVERS_MAX ? number - 1 : WORLD_LANE;
  }
  return letter === LETTER_C ? CLIENT_LANE : WORLD_LANE;
}

const LETTER_S = 83;
const LETTER_C = 67;
const DIGIT_0 = 48;

/** requestOf reads the r1 that a client's line begins with. */
export function requestOf(details: string): number {
  return Number(firstWord(details).slice(1)) || 0;
}

export function firstWord(text: string): string {
  const end = text.indexOf(" ");
  return end < 0 ? text : text.slice(0, end);
}

export function numberAfter(text: string, name: string): number {
  const at = text.indexOf(name);
  return at < 0 ? 0 : Number.parseInt(text.slice(at + name.length, at + name.length + 20), 10) || 0;
}

export function isMark(kind: number, lane: number): boolean {
  switch (kind) {
    case KIND.crash:
    case KIND.restart:
    case KIND.pause:
    case KIND.resume:
    case KIND.violation:
    case KIND.unmet:
      return true;
    default:
      return lane === WORLD_LANE && kind !== KIND.do && kind !== KIND.note;
  }
}
