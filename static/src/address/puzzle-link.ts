// Addresses of puzzles: a puzzle, one of its sides, and moves to be played again. Loaded with their page.

/** PuzzleSide: on the open side the goal can be reached, on the closed one it must be impossible. */
export type PuzzleSide = "open" | "closed";

/** PuzzleMove is a command, and the virtual time at which it is typed, in microseconds. */
export interface PuzzleMove {
  at: number;
  do: string;
}

/** Tried is what an address says of a puzzle: its side, moves to be played again, and the exercises whose rules the
 * servers follow, of the reader's own, on the side where the goal must be impossible. */
export interface Tried {
  side: PuzzleSide;
  moves: readonly PuzzleMove[];
  own: readonly string[];
}

/** MOVES_MAX bounds the moves of a link: no puzzle needs half as many. */
const MOVES_MAX = 60;

/** readTried reads an address's query. What makes no sense is left out: a link may have been cut short. */
export function readTried(query: string): Tried {
  const params = new URLSearchParams(query);
  const moves: PuzzleMove[] = [];
  for (const text of (params.get("moves") ?? "").split(";").slice(0, MOVES_MAX)) {
    const [, at, line = ""] = /^(\d{1,9}) ([\w+|> %.-]{1,80})$/.exec(text) ?? [];
    if (line) moves.push({ at: Number(at), do: line });
  }
  const own = /^[a-z]+(,[a-z]+)*$/.exec(params.get("own") ?? "")?.[0].split(",") ?? [];
  const isClosed = own.length > 0 || params.get("side") === "closed";
  return { side: isClosed ? "closed" : "open", moves, own };
}

/** puzzleLink leads to a puzzle, or plays moves in it again. */
export function puzzleLink(
  id = "",
  side: PuzzleSide = "open",
  moves: readonly PuzzleMove[] = [],
  own: readonly string[] = [],
): string {
  const params = new URLSearchParams();
  if (own.length > 0) params.set("own", own.join(","));
  else if (side === "closed") params.set("side", side);
  if (moves.length > 0) params.set("moves", moves.map((one) => `${one.at} ${one.do}`).join(";"));
  const query = params.toString();
  return `#/break${id && `/${id}`}${query && `?${query}`}`;
}
