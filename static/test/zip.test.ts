import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { exportZip, FILE_MAX, FILES_MAX, importZip, ZIP_MAX, ZipError } from "../src/course/zip.ts";

const KNOWN = ["vote", "commit"];
const files = { commit: "package commit\n", vote: "package vote // 投票\n" };

test("an exported zip can be imported, and the same code is the same zip", () => {
  const zip = exportZip(files);
  assert.deepEqual(Object.keys(unzipSync(zip)), [
    "exercises/commit/commit.go",
    "exercises/vote/vote.go",
  ]);
  assert.deepEqual(importZip(zip, KNOWN), { files, left: [] });
  assert.deepEqual(exportZip({ vote: files.vote, commit: files.commit }), zip);
});

test("the zip of a whole checkout is read, and its other files are left out", () => {
  const zip = zipSync({
    "raftlab-main/": new Uint8Array(),
    "raftlab-main/exercises/vote/vote.go": strToU8("package vote\n"),
    "raftlab-main/exercises/vote/doc.go": strToU8("package vote\n"),
    "raftlab-main/exercises/moon/moon.go": strToU8("package moon\n"),
  });
  assert.deepEqual(importZip(zip, KNOWN), {
    files: { vote: "package vote\n" },
    left: ["raftlab-main/exercises/vote/doc.go", "raftlab-main/exercises/moon/moon.go"],
  });
});

test("line ends of Windows become those of the editor", () => {
  const zip = zipSync({ "exercises/vote/vote.go": strToU8("package vote\r\n\r\n// 投票\r\n") });
  assert.equal(importZip(zip, KNOWN).files.vote, "package vote\n\n// 投票\n");
});

test("a file as long as the compiler takes it goes out and comes back", () => {
  const long = { vote: `package vote\n${"// x\n".repeat((FILE_MAX - 13) / 5)}` };
  assert.deepEqual(importZip(exportZip(long), KNOWN).files, long);
});

const vote = "exercises/vote/vote.go";
const many = Object.fromEntries(
  Array.from({ length: FILES_MAX + 1 }, (_, i) => [`file-${i}`, new Uint8Array()]),
);
const bad: [name: string, bytes: Uint8Array, says: RegExp][] = [
  ["that is no zip", strToU8("package vote"), /not a zip/],
  ["that is empty", new Uint8Array(), /not a zip/],
  ["that is huge", new Uint8Array(ZIP_MAX + 1), /at most/],
  [
    "that was cut short",
    zipSync({ [vote]: strToU8("package vote") }).subarray(0, 45),
    /no exercise|damaged/,
  ],
  ["with a path out of it", zipSync({ "../exercises/vote/vote.go": strToU8("x") }), /outside/],
  ["with an absolute path", zipSync({ "/exercises/vote/vote.go": strToU8("x") }), /outside/],
  ["with a Windows path", zipSync({ "..\\vote.go": strToU8("x") }), /outside/],
  ["with too many files", zipSync(many), /more than/],
  ["that is a bomb", zipSync({ [vote]: new Uint8Array(FILE_MAX * 40) }), /larger than/],
  ["with bytes that are no text", zipSync({ [vote]: new Uint8Array(3) }), /not a text/],
  ["without an exercise", zipSync({ "readme.txt": strToU8("x") }), /no exercise/],
  ["with a file twice", twice(), /twice/],
];

function twice(): Uint8Array {
  const zip: Zippable = { [vote]: strToU8("a"), [`x/${vote}`]: strToU8("b") };
  return zipSync(zip);
}

for (const [name, bytes, says] of bad) {
  test(`a file ${name} is refused with a sentence`, () => {
    assert.throws(
      () => importZip(bytes, KNOWN),
      (error) => {
        assert.ok(error instanceof ZipError, String(error));
        assert.match(error.message, says);
        return true;
      },
    );
  });
}
