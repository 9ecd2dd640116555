import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import {
  DECODED_MAX,
  decodeRun,
  emptyRun,
  encodeRun,
  LinkError,
  type Run,
} from "../src/address/link.ts";

const run: Run = {
  v: 1,
  scenario: "# Drill: two candidates, made small\nservers 3\nmanual\ntimeout S1\n",
  rules: "reference",
  own: "all",
  seed: "18446744073709551615",
  exercise: "vote",
  source: 'package vote\n\n// 投票: "yes" & <no>\n',
  title: "Election Safety",
  event: 23,
};

const pack = (value: unknown): string =>
  deflateRawSync(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

test("a run survives its link", async () => {
  const data = await encodeRun(run);
  assert.match(data, /^[\w-]+$/);
  assert.deepEqual(await decodeRun(data), run);
});

test("links of the command line are read, and missing fields have defaults", async () => {
  assert.deepEqual(await decodeRun(pack(run)), run);
  assert.deepEqual(await decodeRun(pack({ v: 1, scenario: "servers 3\n" })), {
    ...emptyRun,
    scenario: "servers 3\n",
  });
});

// Both halves read what the other has packed: grader/link's own test reads the same two files.
for (const name of ["page", "command"]) {
  test(`the link of the ${name} is read`, async () => {
    const file = join(String(process.env.ROOT), "..", "grader", "link", "testdata", `${name}.link`);
    assert.deepEqual(await decodeRun(readFileSync(file, "utf8").trim()), {
      ...run,
      title: `Election Safety, from the ${name}`,
    });
  });
}

const bad: [name: string, data: string, says: RegExp][] = [
  ["no text at all", "", /damaged/],
  ["other characters", "a b", /damaged/],
  ["no deflate", "AAAA", /damaged/],
  ["a link that was cut short", pack(run).slice(0, 40), /damaged/],
  ["no JSON", pack("servers 3"), /does not hold a run/],
  ["no object", pack([run]), /does not hold a run/],
  ["another version", pack({ ...run, v: 2 }), /version 2/],
  ["a field of another kind", pack({ ...run, source: 7 }), /source is not text/],
  ["an event that is none", pack({ ...run, event: -1 }), /event is not a number/],
  ["a bomb", pack({ ...run, source: "a".repeat(DECODED_MAX) }), /unpacks to more than/],
];

for (const [name, data, says] of bad) {
  test(`a link with ${name} is refused with a sentence`, async () => {
    await assert.rejects(decodeRun(data), (error) => {
      assert.ok(error instanceof LinkError);
      assert.match(error.message, says);
      return true;
    });
  });
}

test("a run that is too long for a link is refused", async () => {
  await assert.rejects(encodeRun({ ...run, source: "a".repeat(DECODED_MAX) }), LinkError);
});
