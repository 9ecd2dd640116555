import assert from "node:assert/strict";
import { test } from "node:test";
import { timerLeft } from "../src/views/raft/timer.ts";
import { drawCuts } from "../src/views/ring/cuts.ts";
import {
  along,
  arcPath,
  inSteps,
  labelAt,
  labelSide,
  ringPlaces,
  travelled,
} from "../src/views/ring/geometry.ts";
import { gateOf, placesOf, queues } from "../src/views/ring/queues.ts";
import { five } from "./fixtures.ts";

const places = ringPlaces(5);

function partition(...groups: number[][]): [number, number][] {
  return groups.flatMap((group) =>
    groups.flatMap((other) =>
      group === other ? [] : group.flatMap((a) => other.map((b): [number, number] => [a, b])),
    ),
  );
}

test("server 1 stands at twelve o'clock, and a server alone in the middle", () => {
  const [first] = places;
  const [only] = ringPlaces(1);
  assert.ok(first && only);
  assert.ok(Math.abs(first.x - only.x) < 0.001);
  assert.ok(first.y < only.y);
});

test("a message is at its start, on its way, and at its end, never beyond", () => {
  const message = five.messages[0];
  assert.ok(message);
  const { sentAt, arriveAt } = message;
  assert.equal(travelled(message, sentAt - 10), 0);
  assert.equal(travelled(message, (sentAt + arriveAt) / 2), 0.5);
  assert.equal(travelled(message, arriveAt + 10), 1);
  assert.equal(travelled({ ...message, arriveAt: sentAt }, sentAt), 1);
});

test("with less motion a message takes few positions", () => {
  const seen = new Set(Array.from({ length: 101 }, (_, i) => inSteps(i / 100, 4)));
  assert.ok(seen.size <= 5);
});

test("the two directions of a link, and their labels, keep apart", () => {
  const [a, b] = places;
  assert.ok(a && b);
  const there = along(a, b, 0.5);
  const back = along(b, a, 0.5);
  assert.ok(Math.hypot(there.x - back.x, there.y - back.y) > 10);
  assert.notEqual(labelSide(a, b).anchor, labelSide(b, a).anchor);
});

test("a label never stands on a server: beside its way, else above, else below", () => {
  const [top, right, low] = places;
  assert.ok(top && right && low);
  for (const [a, b] of [
    [top, right],
    [right, low],
    [low, places[3]],
    [low, top],
  ] as const) {
    assert.ok(b);
    const own = labelSide(a, b);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      for (let part = 0; part <= 1; part += 0.05) {
        const at = along(from, to, part);
        const side = labelAt("match 6", at, [from, to], places);
        assert.ok(side);
        const [left, right] = textAt(at.x + side.x, side.anchor, 7 * 7);
        const [above, below] = [at.y + side.y - 11, at.y + side.y];
        for (const { x, y } of places) {
          const [dx, dy] = [Math.max(left - x, 0, x - right), Math.max(above - y, 0, y - below)];
          assert.ok(Math.hypot(dx, dy) > 36, `${part} of the way`);
        }
      }
    }
    assert.deepEqual(labelAt("x", along(a, b, 0.5), [a, b], places), own, "in the middle");
  }
});

test("labels do not lie on each other: a second one stands elsewhere, and one without room is left out", () => {
  const [top, right] = places;
  assert.ok(top && right);
  const taken: [number, number, number, number][] = [];
  const at = along(top, right, 0.5);
  const sides = Array.from({ length: 6 }, () =>
    labelAt("accepted 1.5 X", at, [top, right], places, taken),
  );
  assert.deepEqual(sides[0], labelSide(top, right));
  assert.ok(sides[1], "there is room on another side");
  assert.equal(sides.at(-1), null);
  taken.forEach(([left, above, to, below], i) => {
    for (const [l, t, r, b] of taken.slice(i + 1)) {
      assert.ok(left >= r || to <= l || above >= b || below <= t, "two labels lie on each other");
    }
  });
});

function textAt(x: number, anchor: "start" | "middle" | "end", width: number): [number, number] {
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  return [left, left + width];
}

test("the timer's arc shrinks to nothing", () => {
  const raft = five.servers[1]?.raft;
  assert.ok(raft);
  assert.equal(timerLeft(raft, raft.deadline), 0);
  assert.equal(timerLeft(raft, raft.deadline - raft.timeout), 1);
  assert.equal(timerLeft({ ...raft, deadline: 0 }, 0), 0);
  assert.equal(arcPath(0, 33), "");
  assert.match(arcPath(1, 33), /^M 0 -33 A/);
});

test("held messages wait in one queue for each link, the oldest first", () => {
  const [message] = five.messages;
  assert.ok(message);
  const held = [5, 3, 4, 6].map((id) => ({
    ...message,
    id,
    from: id === 4 ? 2 : 1,
    to: 3,
    held: true,
  }));
  const found = queues([...held, { ...message, id: 9, held: false }]);
  assert.deepEqual(
    found.map(({ from, to, messages }) => [from, to, messages.map(({ id }) => id)]),
    [
      [1, 3, [5, 3, 6]],
      [2, 3, [4]],
    ],
  );
});

test("a queue stands behind its gate, never draws more than a few, and leaves the way back free", () => {
  const [a, b] = places;
  assert.ok(a && b);
  const from = (place: { x: number; y: number }) => Math.hypot(place.x - a.x, place.y - a.y);
  const stack = placesOf(50, a, b);
  assert.ok(stack.length > 1 && stack.length < 5);
  const ways = [gateOf(a, b), ...stack].map(from);
  assert.deepEqual(
    ways,
    ways.toSorted((x, y) => y - x),
  );
  const apart = Math.hypot(gateOf(a, b).x - gateOf(b, a).x, gateOf(a, b).y - gateOf(b, a).y);
  assert.ok(apart > 16, `${apart}`);
});

test("a partition of neighbours is one line", () => {
  const { lines, links } = drawCuts(partition([1, 2, 3], [4, 5]), places);
  assert.equal(lines.length, 1);
  assert.deepEqual(links, []);
});

test("three groups meet in the middle", () => {
  assert.equal(drawCuts(partition([1, 2], [3], [4, 5]), places).lines.length, 3);
});

test("groups that are no neighbours, and single links, are drawn link by link", () => {
  const mixed = drawCuts(partition([1, 3], [2, 4, 5]), places);
  assert.equal(mixed.lines.length, 0);
  assert.equal(mixed.links.length, 6);
  const [oneWay] = drawCuts([[1, 2]], places).links;
  assert.equal(oneWay?.both, false);
});

test("a whole network has no cuts", () => {
  assert.deepEqual(drawCuts([], places), { lines: [], label: null, links: [] });
});
