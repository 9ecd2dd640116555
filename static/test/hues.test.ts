// The hues of terms, for people with colour blindness. Adjacent terms meet all the time: in a log, on the ring,
// along a lane. They must differ for everybody, and text on them must be readable.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HUES, Hues } from "../src/base/level.ts";

type Three = [number, number, number];

const css = readFileSync(
  join(process.env.ROOT ?? "..", "src", "views", "frame", "tokens.css"),
  "utf8",
);
const THEMES = ["light", "dark"] as const;
/** DISTANCE is in CIE L*a*b*, where about 2 is just noticeable side by side. */
const DISTANCE = 20;
/** APART is the distance of any two terms, for eyes with all cones: both may stand in one log. */
const APART = 15;
/** CONTRAST is WCAG's for text of any size. */
const CONTRAST = 4.5;

/** Machado, Oliveira and Fernandes (2009), at full severity, for linear RGB. */
const EYES: Record<string, readonly Three[]> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const LIGHT = /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/;

function colour(pattern: string, theme: (typeof THEMES)[number]): Three {
  const match = new RegExp(`${pattern}: ${LIGHT.source}`).exec(css);
  assert.ok(match, pattern);
  const hex = match[1 + THEMES.indexOf(theme)] ?? "";
  return [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as Three;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function dot(a: Three, b: Three): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function seen(rgb: Three, eyes: readonly Three[]): Three {
  return eyes.map((row) => Math.min(1, Math.max(0, dot(row, rgb)))) as Three;
}

function lab(rgb: Three): Three {
  const root = (value: number): number =>
    value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
  const x = root(dot([0.4124, 0.3576, 0.1805], rgb) / 0.95047);
  const y = root(dot([0.2126, 0.7152, 0.0722], rgb));
  const z = root(dot([0.0193, 0.1192, 0.9505], rgb) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: Three, b: Three): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function contrast(a: Three, b: Three): number {
  const [one = 0, other = 0] = [a, b]
    .map((rgb) => dot([0.2126, 0.7152, 0.0722], rgb) + 0.05)
    .sort((x, y) => y - x);
  return one / other;
}

const hue = (term: number, theme: (typeof THEMES)[number]): Three =>
  colour(`\\.t${((term - 1) % HUES) + 1} \\{\\s*--level`, theme);

test("the measures are right where the answer is known", () => {
  assert.equal(Math.round(contrast([1, 1, 1], [0, 0, 0])), 21);
  assert.ok(distance([1, 0, 0], seen([1, 0, 0], EYES.protanopia ?? [])) > DISTANCE);
  const [red, green]: Three[] = [
    [0.35, 0.1, 0.02],
    [0.1, 0.21, 0.02],
  ];
  assert.ok(red && green && distance(red, green) > 2 * DISTANCE);
  const deutan = EYES.deuteranopia ?? [];
  assert.ok(distance(seen(red, deutan), seen(green, deutan)) < DISTANCE, "a pair that is not safe");
});

for (const theme of THEMES) {
  for (const [eyes, matrix] of Object.entries(EYES)) {
    test(`adjacent terms differ, ${theme}, ${eyes}`, () => {
      for (let term = 1; term <= HUES; term++) {
        const apart = distance(seen(hue(term, theme), matrix), seen(hue(term + 1, theme), matrix));
        assert.ok(apart >= DISTANCE, `terms ${term} and ${term + 1} are ${apart.toFixed(1)} apart`);
      }
    });
  }
  test(`no two of the terms that have colours of their own look alike, ${theme}`, () => {
    for (let a = 1; a <= HUES; a++) {
      for (let b = a + 1; b <= HUES; b++) {
        const apart = distance(hue(a, theme), hue(b, theme));
        assert.ok(apart >= APART, `terms ${a} and ${b} are ${apart.toFixed(1)} apart`);
      }
    }
  });
  test(`what is written on a term's hue can be read, ${theme}`, () => {
    const panel = colour("--panel", theme);
    for (let term = 1; term <= HUES; term++) {
      const ratio = contrast(hue(term, theme), panel);
      assert.ok(ratio >= CONTRAST, `term ${term} has ${ratio.toFixed(2)}`);
    }
  });
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** areApart is true if no two of the levels have one hue. */
function areApart(hues: Hues, levels: readonly number[]): boolean {
  return new Set(levels.map((level) => hues.of(level))).size === levels.length;
}

test("a term has the hue of its number, and keeps another while it is in sight", () => {
  const hues = new Hues();
  const [ring, logs] = [{}, {}];
  hues.see(ring, [1, 2, 0]);
  assert.deepEqual(
    [0, 1, 2, 18].map((level) => hues.of(level)),
    [0, 1, 2, 2],
  );
  hues.see(logs, [4]);
  hues.see(ring, [4, 20]);
  assert.ok(areApart(hues, [4, 20]), "sixteen terms apart");
  const given = hues.of(20);
  hues.see(logs, [20]);
  hues.see(ring, [20, 21]);
  assert.equal(hues.of(20), given, "4 is gone, and 20 stays as it is");
  assert.ok(areApart(hues, [20, 21]));
  hues.leave(logs);
  hues.see(ring, [21]);
  hues.see(ring, [20]);
  assert.equal(hues.of(20), 4, "it was out of sight");
});

test("whatever is in sight, no two of sixteen terms share a hue", () => {
  const hues = new Hues();
  const [ring, logs, diagram] = [{}, {}, {}];
  // Terms that rise by chance, but in each run of the test in the same way.
  let [random, newest] = [7, 1];
  const draw = (below: number): number => {
    random = (random * 1103515245 + 12345) % 2147483648;
    return Math.floor((random / 2147483648) * below);
  };
  let held: number[] = [];
  for (let step = 0; step < 2000; step++) {
    newest += draw(4);
    held = [...held.filter(() => draw(8) > 0), newest].slice(-11);
    const others = [newest, newest + 1 + draw(20), Math.max(1, newest - draw(40))];

    hues.see(diagram, upTo(newest).slice(-60), true);
    hues.see(ring, others);
    hues.see(logs, held);
    assert.ok(areApart(hues, [...new Set([...held, ...others])]), `step ${step}`);
    const given = held.map((level) => hues.of(level));
    hues.see(ring, [newest, newest + 17, newest + 33]);
    assert.deepEqual(
      held.map((level) => hues.of(level)),
      given,
      `step ${step}, kept`,
    );
  }
});

test("the same sights give the same hues, and a picture of the past takes none from the others", () => {
  const [one, other] = [new Hues(), new Hues()];
  for (const hues of [one, other]) {
    const [ring, diagram] = [{}, {}];
    hues.see(diagram, upTo(40), true);
    hues.see(ring, [3, 19, 35]);
  }
  const all = upTo(40);
  assert.deepEqual(
    all.map((level) => one.of(level)),
    all.map((level) => other.of(level)),
  );
  assert.ok(areApart(one, [3, 19, 35]));
});
