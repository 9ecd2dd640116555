import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import {
  DECODED_MAX,
  decodeRun,
  emptyRun,
  encodeRun,
  LinkError,
  type Run,
} from "../src/address/link.ts";

const run: Run = {
  scenario: "# Drill: two candidates, made small\nservers 3\nmanual\ntimeout S1\n",
  rules: "reference",
  own: "all",
  seed: "18446744073709551615",
  files: [{ exercise: "vote", source: 'package vote\n\n// 投票: "yes" & <no>\n' }],
  title: "Election Safety",
  event: 23,
};

/** wire is the run as a link has it, with its fields in this order. */
const { title, event, files, ...first } = run;
const wire = { v: 1, ...first, ...files[0], title, event };

/** several is the run in testdata/several.link, whose other reader is grader/link's own test. */
const several: Run = {
  scenario: "servers 3\n",
  rules: "reference",
  own: "S1,S3",
  seed: "7",
  files: [
    { exercise: "append", source: "package append\n\n// 附加\n" },
    { exercise: "replicate", source: "package replicate\n" },
  ],
  title: "Several files",
  event: 4,
};

const pack = (value: unknown): string =>
  deflateRawSync(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const text = async (data: string): Promise<string> =>
  inflateRawSync(Uint8Array.from(Buffer.from(data, "base64url"))).toString();

const linkOf = (name: string): string =>
  readFileSync(
    join(String(process.env.ROOT), "..", "grader", "link", "testdata", `${name}.link`),
    "utf8",
  ).trim();

test("a run survives its link", async () => {
  const data = await encodeRun(run);
  assert.match(data, /^[\w-]+$/);
  assert.deepEqual(await decodeRun(data), run);
  assert.deepEqual(await decodeRun(await encodeRun(several)), several);
});

test("a run with one file at most has a link of version 1, with the bytes that it always had", async () => {
  assert.equal(await text(await encodeRun(run)), JSON.stringify(wire));
  const none = { ...wire, exercise: "", source: "" };
  assert.equal(await text(await encodeRun({ ...run, files: [] })), JSON.stringify(none));
  assert.match(await text(await encodeRun(several)), /^\{"v":2,.*"files":\[\{"exercise":"append"/);
});

test("links of the command line are read, and missing fields have defaults", async () => {
  assert.deepEqual(await decodeRun(pack(wire)), run);
  assert.deepEqual(await decodeRun(pack({ v: 1, scenario: "servers 3\n" })), {
    ...emptyRun,
    scenario: "servers 3\n",
  });
});

test("a link of several files is read", async () => {
  assert.deepEqual(await decodeRun(linkOf("several")), several);
});

// Both halves read what the other has packed: grader/link's own test reads the same two files.
for (const name of ["page", "command"]) {
  test(`the link of the ${name} is read`, async () => {
    assert.deepEqual(await decodeRun(linkOf(name)), {
      ...run,
      title: `Election Safety, from the ${name}`,
    });
  });
}

const bad: [name: string, data: string, says: RegExp][] = [
  ["no text at all", "", /damaged/],
  ["other characters", "a b", /damaged/],
  ["no deflate", "AAAA", /damaged/],
  ["a link that was cut short", pack(wire).slice(0, 40), /damaged/],
  ["no JSON", pack("servers 3"), /does not hold a run/],
  ["no object", pack([wire]), /does not hold a run/],
  ["another version", pack({ ...wire, v: 3 }), /version 3/],
  ["a field of another kind", pack({ ...wire, source: 7 }), /source is not text/],
  ["files of another kind", pack({ ...wire, v: 2, files: ["vote"] }), /files are not a list/],
  ["a file of another kind", pack({ ...wire, v: 2, files: [{ source: 7 }] }), /source is not text/],
  ["an event that is none", pack({ ...wire, event: -1 }), /event is not a number/],
  ["a bomb", pack({ ...wire, source: "a".repeat(DECODED_MAX) }), /unpacks to more than/],
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
  await assert.rejects(
    encodeRun({ ...run, files: [{ exercise: "vote", source: "a".repeat(DECODED_MAX) }] }),
    LinkError,
  );
});
