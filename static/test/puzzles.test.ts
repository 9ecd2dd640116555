// The puzzles' page: what a link carries, which moves a budget allows, and what is remembered.
import assert from "node:assert/strict";
import { test } from "node:test";
import outline from "outline";
import { puzzleLink, readTried } from "../src/address/puzzle-link.ts";
import { parseRoute } from "../src/address/route.ts";
import { asTried, isMove, solvedWith } from "../src/course/puzzles.ts";
import type { AllowanceView, Frame } from "../src/engine/protocol.ts";
import { BREAKS } from "../src/views/own/breaks.tsx";
import { isOver, pressOf, rowsOf, tokensOf } from "../src/views/puzzles/moves-of.ts";
import { enPuzzles } from "../src/words/en-puzzles.ts";
import { five } from "./fixtures.ts";

const MOVES = [
  { at: 150_000, do: "partition S4 S5 | S1 S2 S3" },
  { at: 200_000, do: "get x lease via S1" },
  { at: 0, do: "deliver S1 > S2 2" },
];

function withBudget(budget: AllowanceView[], more: Partial<Frame> = {}): Frame {
  return { ...five, budget, ...more };
}

const any = (...verbs: string[]): AllowanceView => ({ verbs, of: 0, left: 0 });

test("a link carries the side and the moves", () => {
  const route = parseRoute(puzzleLink("lost-write", "closed", MOVES));
  assert.equal(route.name, "break");
  assert.equal(route.name === "break" && route.id, "lost-write");
  const query = route.name === "break" ? route.query : "";
  assert.deepEqual(readTried(query), { side: "closed", moves: MOVES, own: [] });
  assert.deepEqual(parseRoute(puzzleLink()), { name: "break", id: "", query: "" });
});

test("against the reader's own rules the goal must be impossible", () => {
  const link = puzzleLink("lost-write", "open", [], ["vote", "append"]);
  assert.equal(link, "#/break/lost-write?own=vote%2Cappend");
  const tried = { side: "closed", moves: [], own: ["vote", "append"] };
  assert.deepEqual(readTried("own=vote%2Cappend"), tried);
  assert.deepEqual(readTried("own=no such").own, []);
  for (const [exercise, puzzles] of Object.entries(BREAKS)) {
    assert.ok(outline.exercises.some(({ id }) => id === exercise));
    for (const one of puzzles) assert.ok(outline.puzzles.some(({ id }) => id === one));
  }
});

test("what makes no sense in a link is left out", () => {
  assert.deepEqual(readTried("side=up&moves=x;5 crash S1;6 crash%0AS2;7 <b>"), {
    side: "open",
    moves: [{ at: 5, do: "crash S1" }],
    own: [],
  });
});

test("a server's verb has a button for each server that it fits", () => {
  const servers = five.servers.map((one) => ({ ...one, up: one.id !== 2 }));
  const [crash, restart] = rowsOf(withBudget([any("crash", "restart")], { servers }));
  const able = (row: typeof crash) => row?.picks.filter((one) => one.able).map(({ line }) => line);
  assert.deepEqual(able(crash), ["crash S1", "crash S3", "crash S4", "crash S5"]);
  assert.deepEqual(able(restart), ["restart S2"]);
});

test("a read has the mode that the budget names", () => {
  const [row] = rowsOf(withBudget([{ verbs: ["get+lease"], of: 1, left: 1 }]));
  assert.equal(row?.picks[0]?.line, "get x lease via S1");
  assert.equal(row?.left, 1);
});

test("a client of another protocol asks each server for something of its own", () => {
  const budget = [any("put+via", "get"), any("compare-and-set"), any("propose")];
  const lines = rowsOf(withBudget(budget)).map(({ picks }) => picks[1]?.line);
  assert.deepEqual(lines, [
    "put x 2 via S2",
    "get x via S2",
    "compare-and-set stock 1 bob via S2 as C2",
    "propose S2 Y",
  ]);
  const { line } = enPuzzles.did;
  assert.equal(line("put x 2 via S2"), "A client writes x = 2 at S2");
  assert.equal(line("get x via S2"), "A client reads x at S2");
  assert.equal(line("compare-and-set stock 1 bob via S2 as C2"), "bob buys at S2");
  assert.equal(line("propose S2 Y"), "A client proposes Y at S2");
});

test("messages of one link are told apart by their places", () => {
  const message = (id: number, from: number, to: number) => ({
    id,
    from,
    to,
    kind: "Note",
    label: "",
    level: 0,
    good: true,
    sentAt: 0,
    arriveAt: 0,
    held: true,
  });
  const messages = [message(4, 1, 2), message(5, 1, 3), message(6, 1, 2)];
  const frame = withBudget([any("deliver")], { messages });
  const lines = rowsOf(frame)[0]?.picks.map(({ line }) => line);
  assert.deepEqual(lines, ["deliver S1 > S2", "deliver S1 > S3", "deliver S1 > S2 2"]);
  assert.equal(pressOf(frame, 6), "deliver S1 > S2 2");
  assert.equal(pressOf(frame, 7), "");
  assert.equal(pressOf(withBudget([], { messages }), 6), "");
});

test("single messages are held, and released", () => {
  const message = (id: number, held: boolean) => ({
    ...{ id, held, from: 1, to: 2, kind: "Note", label: "", level: 0, good: true },
    ...{ sentAt: 0, arriveAt: 0 },
  });
  const messages = [message(4, true), message(5, false)];
  const hold = { verbs: ["hold+message"], of: 3, left: 1 };
  const frame = withBudget([hold, any("release+message")], { messages });
  const lines = rowsOf(frame).map(({ form, picks }) => [form, picks.map(({ line }) => line)]);
  assert.deepEqual(lines, [
    ["picks", ["hold m5"]],
    ["picks", ["release m4"]],
  ]);
  assert.equal(pressOf(frame, 5), "hold m5");
  assert.equal(pressOf(frame, 4), "release m4");
  assert.equal(pressOf(withBudget([{ ...hold, left: 0 }], { messages }), 5), "");
  assert.equal(enPuzzles.moves.token("hold+message", 3), "3 held messages");
});

test("only what is counted is a token, and only an end is over", () => {
  const crash = { verbs: ["crash"], of: 2, left: 1 };
  assert.deepEqual(tokensOf([any("heal"), crash]), [crash]);
  const standings = ["", "open", "spent", "reached", "missed"] as const;
  assert.deepEqual(
    standings.filter((puzzle) => isOver({ puzzle })),
    ["reached", "missed"],
  );
});

test("what is remembered is read with care, and the shortest solution stays", () => {
  const none = { solved: 0, shown: false, closed: false, tries: 0, hints: 0 };
  assert.deepEqual(asTried("x"), none);
  assert.deepEqual(asTried({ solved: "3", shown: 1, tries: -1, hints: 2 }), { ...none, hints: 2 });
  assert.deepEqual(solvedWith(none, 4), { solved: 4 });
  assert.deepEqual(solvedWith({ ...none, solved: 3 }, 4), { solved: 3 });
});

test("a move is said in words, and a question to the judge is no move", () => {
  const { line, count } = enPuzzles.did;
  assert.equal(line("partition S4 S5 | S1 S2 S3"), "Cut off S4 and S5");
  assert.equal(line("clock S1 slow 90%"), "Slowed the clock of S1 by 90%");
  assert.equal(line("unheard of"), "unheard of");
  assert.equal(count(1), "1 move");
  assert.deepEqual([...MOVES, { at: 0, do: "expect steady" }].filter(isMove), MOVES);
});
