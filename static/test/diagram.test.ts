// The diagram without a screen: where things are, what a click and a key mean, and the picture as SVG.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { plainRules } from "../src/timeline/line-rules.ts";
import { raftRules } from "../src/timeline/raft/line-rules.ts";
import { KIND, Timeline } from "../src/timeline/timeline.ts";
import { sceneWords } from "../src/views/diagram/diagram.tsx";
import { drawScene } from "../src/views/diagram/draw-scene.ts";
import { Labels } from "../src/views/diagram/labels.ts";
import { lanesOf, plotOf, pointOf } from "../src/views/diagram/lanes.ts";
import { drawOperations, operationsOf } from "../src/views/diagram/operations.ts";
import { pick, type Walk, walk } from "../src/views/diagram/pick.ts";
import { svgOf } from "../src/views/diagram/save.ts";
import {
  clamp,
  firstView,
  fit,
  followed,
  pan,
  reveal,
  ticks,
  turned,
  unit,
  unitsAt,
  type View,
  windowOf,
  xOf,
  zoom,
} from "../src/views/diagram/scale.ts";
import { plainDiagram, type Scene } from "../src/views/diagram/scene.ts";
import type { Lettering, Stroke, Surface } from "../src/views/diagram/surface.ts";
import { rowAfter } from "../src/views/events/events.tsx";
import { ALL, Rows, sliceOf } from "../src/views/events/rows.ts";
import { raftDiagram } from "../src/views/raft/diagram.ts";
import { enDiagram } from "../src/words/en-diagram.ts";

const read = (name: string): string[] =>
  readFileSync(join(process.env.ROOT ?? "", "test", "fixtures", "traces", name), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));

function load(lines: readonly string[], rules = raftRules): Timeline {
  const timeline = new Timeline(rules);
  timeline.take(1, lines);
  return timeline;
}

const storm = load(read("storm.trace"));
const broken = load(read("leader-completeness.trace"));
const plot = plotOf(1000, 260);
const theme = {
  panel: "#fff",
  line: "#ddd",
  ink: "#111",
  quiet: "#444",
  faint: "#777",
  accent: "#24c",
  good: "#174",
  bad: "#b21",
  levels: ["#666", "#001", "#002", "#003", "#004", "#005", "#006", "#007", "#008"],
  font: "sans-serif",
};

function sceneOf(timeline: Timeline, view: View, chosen = 0): Scene {
  return {
    timeline,
    view,
    plot,
    lanes: lanesOf(timeline, plot.height, 0),
    theme,
    words: sceneWords(enDiagram),
    part: raftDiagram,
    now: { units: unit(timeline, view.axis, timeline.length), event: timeline.length },
    own: [],
    flights: new Map(),
    time: timeline.time(timeline.length),
    chosen,
    causes: timeline.cause(chosen) > 0 ? [timeline.cause(chosen)] : [],
    effects: timeline.effects(chosen),
  };
}

test("the axis is turned, moved and zoomed without losing its place", () => {
  for (const axis of ["time", "order"] as const) {
    const view = firstView(axis);
    const at = 400;
    const under = unitsAt(view, plot, at);
    assert.ok(Math.abs(xOf(view, plot, under) - at) < 1e-6);
    const nearer = zoom(view, plot, at, 0.5, storm);
    assert.ok(nearer.perPixel < view.perPixel);
    assert.ok(
      Math.abs(unitsAt(nearer, plot, at) - under) < 1e-6 * under + 1e-6,
      "zoom holds its place",
    );
    const moved = pan(view, 100);
    assert.equal(moved.follow, false);
    assert.ok(Math.abs(xOf(moved, plot, under) - (at - 100)) < 1e-6);
    const whole = fit(view, plot, storm);
    const [first, last] = windowOf(whole, plot, storm);
    assert.deepEqual([first, last], [1, storm.length]);
    const far = clamp({ ...view, left: 1e12 }, plot, storm);
    assert.ok(xOf(far, plot, unit(storm, axis, storm.length)) >= plot.left);
  }
  const event = 700;
  const view = { ...firstView("time"), left: storm.time(event) - 1e5 };
  const order = turned(view, plot, "order", event, storm);
  assert.ok(
    Math.abs(xOf(order, plot, event) - xOf(view, plot, storm.time(event))) < 1e-6,
    "an event stays where it is when the axis turns",
  );
});

test("a window holds exactly the events that are in sight", () => {
  for (const left of [0, 123_456, 2_000_000]) {
    const view: View = { ...firstView("time"), left };
    const [first, last] = windowOf(view, plot, storm);
    for (let event = 1; event <= storm.length; event++) {
      const x = xOf(view, plot, storm.time(event));
      const inSight = x >= plot.left - 0.01 && x <= plot.left + plot.width + 0.01;
      if (inSight) assert.ok(event >= first && event <= last, String(event));
    }
  }
});

test("a view follows, and reveals a hidden place by the least move", () => {
  const view = firstView("order");
  const x = xOf(followed(view, plot, 900), plot, 900);
  assert.ok(x > plot.left + plot.width * 0.8 && x < plot.left + plot.width);
  const seen = { ...view, left: 100 };
  assert.equal(reveal(seen, plot, 150), seen);
  for (const event of [3, 900]) {
    const at = xOf(reveal(seen, plot, event), plot, event);
    assert.ok(at >= plot.left && at <= plot.left + plot.width, String(event));
  }
});

test("ticks are round and some way apart", () => {
  for (const perPixel of [0.02, 1 / 9, 1, 340, 5000]) {
    const found = ticks({ ...firstView("time"), perPixel }, plot);
    assert.ok(found.length >= 2 && found.length <= 9, `${perPixel}: ${found.length}`);
  }
});

test("a click takes the nearest event, and another click the next on the same point", () => {
  const view: View = { ...firstView("order"), left: 300, follow: false };
  const lanes = lanesOf(storm, plot.height, 0);
  for (let event = 305; event < 400; event++) {
    const at = pointOf(storm, view, plot, lanes, event);
    assert.equal(pick(storm, view, plot, lanes, at, 0, raftDiagram), event);
  }
  assert.equal(pick(storm, view, plot, lanes, { x: 500, y: -90 }, 0, raftDiagram), 0);
  const time: View = { ...firstView("time"), left: 0, follow: false };
  const found = new Set<number>();
  const at = pointOf(storm, time, plot, lanes, 1);
  let chosen = 0;
  for (let i = 0; i < 3; i++) {
    chosen = pick(storm, time, plot, lanes, at, chosen, raftDiagram);
    found.add(chosen);
  }
  for (const event of found) assert.ok(pointOf(storm, time, plot, lanes, event).x - at.x < 12);
});

test("arrow keys walk along a lane and across the lanes", () => {
  const lanes = lanesOf(storm, plot.height, 0);
  const go = (event: number, way: Walk) => walk(storm, lanes, event, way, 9);
  assert.equal(go(0, "right"), 9, "the first press is where one stands");
  for (let event = 1; event <= storm.length; event += 13) {
    const right = go(event, "right");
    const lane = storm.lane(event);
    assert.equal(storm.lane(right), lane);
    for (let between = event + 1; between < right; between++) {
      assert.notEqual(storm.lane(between), lane);
    }
    if (right !== event) assert.equal(go(right, "left"), event);
    const down = go(event, "down");
    assert.ok(down === event || lanes.order.indexOf(storm.lane(down)) > lanes.order.indexOf(lane));
    const cause = go(event, "cause");
    assert.equal(cause, storm.cause(event) || event);
  }
  assert.equal(go(5, "first"), 1);
  assert.equal(go(5, "last"), storm.length);
});

class Counting implements Surface {
  strokes = 0;
  texts: string[] = [];
  rectangle(): void {
    this.strokes += 1;
  }
  segments(points: readonly number[], _stroke: Stroke): void {
    for (const one of points) assert.ok(Number.isFinite(one), "a line has a place");
    this.strokes += points.length / 4;
  }
  polygon(points: readonly number[]): void {
    for (const one of points) assert.ok(Number.isFinite(one), "a shape has a place");
    this.strokes += 1;
  }
  circle(x: number, y: number): void {
    assert.ok(Number.isFinite(x) && Number.isFinite(y), "a circle has a place");
    this.strokes += 1;
  }
  text(_x: number, _y: number, text: string, _lettering: Lettering): void {
    this.texts.push(text);
  }
  within(_x: number, _y: number, _width: number, _height: number, draw: () => void): void {
    draw();
  }
  measure(text: string): number {
    return text.length * 6;
  }
}

test("the work of drawing depends on the visible part, not on the length of the run", () => {
  const lines = read("storm.trace");
  const long: string[] = [];
  let time = 0;
  for (let i = 0; i < 20; i++) {
    for (const line of lines) {
      const [, at = "0", ...rest] = line.split(" ");
      long.push(`${long.length + 1} ${time + Number(at)} ${rest.join(" ")}`);
    }
    time += storm.time(storm.length);
  }
  const drawn = (timeline: Timeline, view: View): number => {
    const surface = new Counting();
    drawScene(surface, sceneOf(timeline, view));
    return surface.strokes;
  };
  const longer = load(long);
  const near = drawn(longer, { ...firstView("order"), left: 20_000 });
  assert.ok(near < 2500, `${near} strokes for a window`);
  const whole = drawn(longer, fit(firstView("time"), plot, longer));
  assert.ok(whole < 12_000, `${whole} strokes for ${longer.length} events at once`);
});

test("every event of a run can be chosen and drawn, on both axes", () => {
  for (const axis of ["time", "order"] as const) {
    for (let event = 1; event <= broken.length; event++) {
      const surface = new Counting();
      const view = reveal({ ...firstView(axis), follow: false }, plot, unit(broken, axis, event));
      drawScene(surface, sceneOf(broken, view, event));
      assert.ok(surface.strokes > 5);
    }
  }
});

test("the picture names servers, terms, messages and violations", () => {
  assert.ok(broken.violations.length > 0);
  const view = fit(firstView("order"), plot, broken);
  const svg = svgOf(sceneOf(broken, view, broken.violations.at(0)), "a <title> & more");
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="1000" height="260"/);
  assert.match(svg, /<title>a &lt;title&gt; &amp; more<\/title>/);
  for (const word of ["S1", "S3", "leader", "RequestVote", "t1", "!"]) {
    assert.ok(svg.includes(`>${word}<`), `the picture says ${word}`);
  }
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
});

test("of an unknown protocol the picture has servers, faults, and messages by their names", () => {
  const lines = [
    "1 0 S1 boot",
    "2 0 S2 boot",
    "3 10000 S1 send m1 S2 Token round=1",
    "4 20000 S2 deliver m1 S1 Token round=1",
    "5 30000 S1 turn holder",
    "6 40000 S2 crash unsynced=0 unread=0",
  ];
  const timeline = load(lines, plainRules);
  const view = fit(firstView("order"), plot, timeline);
  const svg = svgOf({ ...sceneOf(timeline, view), part: plainDiagram }, "a token");
  for (const word of ["S1", "S2", "Token", "crash"]) {
    assert.ok(svg.includes(`>${word}<`), `the picture says ${word}`);
  }
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
});

test("labels never lie on each other", () => {
  const labels = new Labels({ measure: (text) => text.length * 6 });
  assert.equal(labels.put(0, "above", 10, "RequestVote", 11), true);
  assert.equal(labels.put(0, "above", 60, "RequestVote", 11), false);
  assert.equal(labels.put(0, "below", 60, "RequestVote", 11), true);
  assert.equal(labels.put(1, "above", 60, "RequestVote", 11), true);
  assert.equal(labels.put(0, "above", 100, "x", 11), true);
  assert.equal(labels.put(2, "above", 0, "too long", 11, 20), false);
});

test("where lanes are close, labels do not overlap", () => {
  const surface = { measure: (text: string) => text.length * 6 };
  const close = new Labels(surface, 30);
  assert.equal(close.put(0, "below", 10, "leader", 11), true);
  assert.equal(close.put(1, "above", 20, "granted", 11), false);
  assert.equal(close.put(1, "above", 70, "granted", 11), true);
  assert.equal(close.fitsBelow, true);
  assert.equal(new Labels(surface, 18).fitsBelow, false, "it would stand on the next lane");
});

test("the table's rows are those that pass its filter, also after rows came and went", () => {
  const lines = read("storm.trace");
  const timeline = load(lines.slice(0, 400));
  const filters = [
    ALL,
    { lane: 1, kind: "" },
    { lane: -1, kind: "messages" },
    { lane: 0, kind: "drop" },
  ];
  const rows = filters.map((filter) => new Rows(timeline, filter));
  const check = (): void => {
    filters.forEach((filter, i) => {
      const wanted: number[] = [];
      for (let event = 1; event <= timeline.length; event++) {
        const kind = timeline.kindName(event);
        const isMessage = ["send", "deliver", "drop", "duplicate", "hold", "release"].includes(
          kind,
        );
        if (filter.lane >= 0 && timeline.lane(event) !== filter.lane) continue;
        if (filter.kind === "messages" ? !isMessage : filter.kind !== "" && filter.kind !== kind)
          continue;
        wanted.push(event);
      }
      const found = Array.from({ length: rows[i]?.length ?? 0 }, (_, row) => rows[i]?.at(row));
      assert.deepEqual(found, wanted, JSON.stringify(filter));
      wanted.forEach((event, row) => {
        assert.equal(rows[i]?.rowOf(event), row);
      });
    });
  };
  check();
  timeline.take(401, lines.slice(400, 900));
  check();
  timeline.cut(300);
  check();
  timeline.take(300, lines.slice(299, 700));
  check();
});

test("the table draws its visible rows, and keys stay inside", () => {
  assert.deepEqual(sliceOf(0, 240, 24, 5), { first: 0, last: 5 });
  const slice = sliceOf(24_000, 240, 24, 100_000);
  assert.ok(slice.first < 1000 && slice.last > 1010 && slice.last - slice.first < 40);
  assert.equal(rowAfter("ArrowDown", 4, 5, true), 4);
  assert.equal(rowAfter("ArrowDown", 3, 5, false), 3, "the first press chooses where one stands");
  assert.equal(rowAfter("ArrowUp", 0, 5, true), 0);
  assert.equal(rowAfter("End", 0, 5, true), 4);
  assert.equal(rowAfter("a", 0, 5, true), -1);
});

test("a violation is known by its kind", () =>
  assert.equal(broken.kind(broken.violations.at(0)), KIND.violation));

const clients = (lines: readonly string[]): Timeline => load(lines, plainRules);
const HISTORY = [
  "1 0 C1 request r1 S1 put x 1",
  "2 10 S1 asked r1",
  "3 20 C1 answer r1 S1 ok 1",
  "4 30 C2 request r2 S2 put x 2",
  "5 40 C2 answer r2 S2 redirect=S1",
  "6 50 C2 request r3 S1 put x 2",
  "7 60 C3 request r4 S3 get x",
  "8 70 C3 answer r4 S3 ok 1",
  "9 80 C3 request r5 S3 get x",
  "10 90 C3 answer r5 S3 timeout",
];

test("what clients did are operations from request to answer", () => {
  const operations = operationsOf(clients(HISTORY), 1, HISTORY.length);
  assert.deepEqual(
    operations.map(({ request, answer, done, texts }) => [request, answer, done, ...texts]),
    [
      [1, 3, true, "C1 put x 1 → ok", "put x 1 → ok", "x←1"],
      // What is redirected had no effect; what has no answer may have one.
      [6, 0, false, "C2 put x 2", "put x 2", "x←2"],
      [7, 8, true, "C3 get x → 1", "get x → 1", "x=1"],
      [9, 10, false, "C3 get x", "get x", "get x"],
    ],
  );
});

test("an operation is in sight while any part of it is, and the one that no order explains is broken", () => {
  const violation =
    "11 95 - violation linearizability operation 4, get x, read 1 although operation 3, put x";
  const timeline = clients([...HISTORY, violation]);
  const requests = (first: number, last: number): number[] =>
    operationsOf(timeline, first, last).map(({ request }) => request);
  assert.deepEqual(requests(2, 2), [1], "it began before and ends behind");
  assert.deepEqual(requests(4, 5), []);
  assert.deepEqual(requests(8, 8), [6, 7]);
  const broken = operationsOf(timeline, 1, 11).filter((operation) => operation.broken);
  assert.deepEqual(
    broken.map(({ request }) => request),
    [7],
  );
});

test("an operation's bar has as much text as it has room for", () => {
  const timeline = clients(HISTORY);
  const textsAt = (perPixel: number): string[] => {
    const surface = new Counting();
    drawOperations(surface, sceneOf(timeline, { ...firstView("order"), perPixel, left: 0 }));
    return surface.texts;
  };
  assert.ok(textsAt(1 / 90).includes("C1 put x 1 → ok"));
  assert.ok(textsAt(1 / 20).includes("x←1"));
  assert.deepEqual(textsAt(1), []);
});
