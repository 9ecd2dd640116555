import assert from "node:assert/strict";
import { test } from "node:test";
import type { FeedItem } from "../src/run/story.ts";
import { announce, SPEAK_EVERY_MS, SPOKEN_AT_ONCE } from "../src/views/feed/announce.ts";

const item = (event: number, spoken = true): FeedItem => ({
  event,
  time: 0,
  tone: "plain",
  text: `News ${event}.`,
  spoken,
});

test("each piece of news is announced once", () => {
  const first = announce([item(1), item(2)], 0);
  assert.deepEqual(first, { text: "News 1. News 2.", spokenTo: 2 });
  assert.equal(announce([item(1), item(2)], 2), null);
  assert.deepEqual(announce([item(1), item(2), item(5)], 2), { text: "News 5.", spokenTo: 5 });
});

test("of a flood only the newest sentences are announced, the rest never", () => {
  const flood = Array.from({ length: 200 }, (_, i) => item(i + 1));
  const said = announce(flood, 0);
  assert.equal(said?.text.split(". ").length, SPOKEN_AT_ONCE);
  assert.match(said?.text ?? "", /News 200\.$/);
  assert.equal(announce(flood, said?.spokenTo ?? 0), null);
});

test("announcements per minute are bounded, however long a run plays", () => {
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

test("unspoken items are not announced, and a restarted run is announced again", () => {
  assert.equal(announce([item(1, false)], 0), null);
  assert.deepEqual(announce([item(1)], 90), { text: "News 1.", spokenTo: 1 });
});
