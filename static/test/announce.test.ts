import assert from "node:assert/strict";
import { test } from "node:test";
import { announce, SPEAK_EVERY_MS, SPOKEN_AT_ONCE } from "../src/announce.ts";
import type { FeedItem } from "../src/trace.ts";

const item = (event: number, spoken = true): FeedItem => ({
  event,
  time: 0,
  tone: "plain",
  text: `News ${event}.`,
  spoken,
});

test("each piece of news is said once", () => {
  const first = announce([item(1), item(2)], 0);
  assert.deepEqual(first, { text: "News 1. News 2.", spokenTo: 2 });
  assert.equal(announce([item(1), item(2)], 2), null);
  assert.deepEqual(announce([item(1), item(2), item(5)], 2), { text: "News 5.", spokenTo: 5 });
});

test("of a flood only the newest are said, and the rest is never made up for", () => {
  const flood = Array.from({ length: 200 }, (_, i) => item(i + 1));
  const said = announce(flood, 0);
  assert.equal(said?.text.split(". ").length, SPOKEN_AT_ONCE);
  assert.match(said?.text ?? "", /News 200\.$/);
  assert.equal(announce(flood, said?.spokenTo ?? 0), null);
});

test("however long a run plays, no more than so much is said in a minute", () => {
  let spokenTo = 0;
  let sentences = 0;
  const MINUTE = 60_000;
  for (let now = 0; now < MINUTE; now += SPEAK_EVERY_MS) {
    const feed = Array.from({ length: 100 }, (_, i) => item(now + i + 1));
    const said = announce(feed, spokenTo);
    spokenTo = said?.spokenTo ?? spokenTo;
    sentences += said?.text.split(". ").length ?? 0;
  }
  assert.equal(sentences, (MINUTE / SPEAK_EVERY_MS) * SPOKEN_AT_ONCE);
});

test("what is not for ears is not said, and a run that begins again is", () => {
  assert.equal(announce([item(1, false)], 0), null);
  assert.deepEqual(announce([item(1)], 90), { text: "News 1.", spokenTo: 1 });
});
