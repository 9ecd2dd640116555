// How the folder of a whole server comes in: chosen files, zips, what is left out, and what is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, type Zippable, zipSync } from "fflate";
import {
  ENTRIES_MAX,
  FILE_MAX,
  FolderError,
  folderOfDrop,
  folderOfFiles,
  zipOf,
} from "../src/course/whole-files.ts";
import { contentsOf } from "../src/course/zip-contents.ts";

/** chosen is a file as a browser gives it, of a folder if its path has one. */
function chosen(path: string, text = "package raft\n"): File {
  const file = new File([text], path.split("/").at(-1) ?? "");
  const webkitRelativePath = path.includes("/") ? path : "";
  return Object.defineProperty(file, "webkitRelativePath", { value: webkitRelativePath });
}

const zipped = (files: Record<string, string>, name = "mine.zip"): File =>
  new File(
    [zipSync(Object.fromEntries(Object.entries(files).map(([at, text]) => [at, strToU8(text)])))],
    name,
  );

const paths = ({ files }: { files: readonly { path: string }[] }) => files.map(({ path }) => path);

test("a chosen folder has its own name, and its files of Go and go.mod", async () => {
  const folder = await folderOfFiles([
    chosen("6.5840/src/raft1/raft.go", "package raft\r\n"),
    chosen("6.5840/src/go.mod", "module 6.5840\n"),
    chosen("6.5840/.git/hooks/a.go"),
    chosen("6.5840/src/vendor/other/other.go"),
    chosen("6.5840/src/raft1/raft_test.go"),
    chosen("6.5840/src/raft1/.#raft.go"),
    chosen("6.5840/Makefile"),
  ]);
  assert.equal(folder.name, "6.5840");
  assert.deepEqual(paths(folder), ["src/go.mod", "src/raft1/raft.go", "src/raft1/raft_test.go"]);
  assert.equal(folder.files[1]?.text, "package raft\n", "line ends of Windows become the editor's");
  assert.deepEqual(folder.left, [
    { kind: "left-out", what: "4 other files", why: "only files of Go and go.mod are read" },
  ]);
});

test("files alone are a folder, too", async () => {
  const folder = await folderOfFiles([chosen("raft.go"), chosen("log.go")]);
  assert.deepEqual([folder.name, paths(folder), folder.left], ["raft", ["log.go", "raft.go"], []]);
});

test("a zip is a folder: the one within it, or itself", async () => {
  const inner = { "raft-main/src/raft/raft.go": "package raft\n", "raft-main/README.md": "text" };
  const folder = await folderOfFiles([zipped({ "raft-main/": "", ...inner })]);
  assert.deepEqual([folder.name, paths(folder)], ["raft-main", ["src/raft/raft.go"]]);
  assert.equal(folder.left[0]?.what, "1 other file");
  const flat = await folderOfFiles([zipped({ "raft.go": "package raft\n" }, "My Raft.ZIP")]);
  assert.deepEqual([flat.name, paths(flat)], ["My Raft", ["raft.go"]]);
  const mac = { "raft/raft.go": "package raft\n", "__MACOSX/raft/._raft.go": "\0\0" };
  assert.equal((await folderOfFiles([zipped(mac)])).name, "raft");
});

test("a zip that goes out comes back the same, and the same files are the same zip", async () => {
  const files = [
    { path: "go.mod", text: "module 6.5840\n" },
    { path: "raft1/raft.go", text: "package raft // 投票\n" },
  ];
  const zip = zipOf({ name: "mine", files });
  assert.deepEqual(zipOf({ name: "mine", files: files.toReversed() }), zip);
  const back = await folderOfFiles([new File([new Uint8Array(zip)], "any.zip")]);
  assert.deepEqual(back, { name: "mine", files, left: [] });
});

test("a large folder of other things is passed over", async () => {
  const large: Zippable = { "course/raft.go": strToU8("package raft\n") };
  for (let i = 0; i < 3000; i++) large[`course/data/${i}.bin`] = strToU8(`${i}`);
  large["course/video.mp4"] = [new Uint8Array(50 << 20), { level: 0 }];
  const folder = await folderOfFiles([new File([new Uint8Array(zipSync(large))], "course.zip")]);
  assert.deepEqual(paths(folder), ["raft.go"]);
  assert.equal(folder.left[0]?.what, "3001 other files");
});

test("a bomb is unpacked up to the bound of a file, whatever its zip says", async () => {
  const bomb = zipSync({ "raft.go": new Uint8Array(64 << 20) }, { level: 9 });
  new DataView(bomb.buffer).setUint32(22, 10, true);
  const [entry] = contentsOf(bomb);
  assert.equal(entry?.bytes(FILE_MAX).length, FILE_MAX);
});

const refused: Record<string, [File[], RegExp]> = {
  nothing: [[], /no file of Go in it\. Choose the folder of your Raft/],
  "no Go": [[chosen("a.txt"), chosen("b.txt")], /no file of Go/],
  "no zip": [[new File(["text"], "a.zip")], /damaged, or packed in an unusual way/],
  "an empty zip": [[new File([], "a.zip")], /damaged/],
  "a zip without Go": [[zipped({ "a.txt": "" })], /no file of Go/],
  "a zip that ends too early": [
    [new File([new Uint8Array(zipSync({ "a.go": strToU8("package a") })).slice(9)], "a.zip")],
    /damaged/,
  ],
  "a zip with a file outside": [[zipped({ "../a.go": "" })], /outside of itself, “\.\.\/a\.go”/],
  "too many files": [
    Array.from({ length: ENTRIES_MAX + 1 }, (_, i) => chosen(`a/${i}.go`)),
    /more than 20000 files of Go/,
  ],
  "too much text": [
    Array.from({ length: 17 }, (_, i) => chosen(`a/${i}.go`, "/".repeat(1 << 20))),
    /more than 16 MB\. Choose the folder of the package/,
  ],
};

for (const [name, [files, why]] of Object.entries(refused)) {
  test(`${name}: refused with a sentence`, async () => {
    await assert.rejects(folderOfFiles(files), (error) => {
      assert.ok(error instanceof FolderError);
      assert.match(error.message, why);
      return true;
    });
  });
}

interface Tree {
  [name: string]: string | Tree;
}

/** entryOf is what a browser gives of a dropped file or folder. */
function entryOf(at: string, name: string, tree: string | Tree): FileSystemEntry {
  const fullPath = `${at}/${name}`;
  const both = { name, fullPath, isFile: typeof tree === "string", isDirectory: false };
  if (typeof tree === "string") {
    const file = (take: (file: File) => void) => take(new File([tree], name));
    return { ...both, file } as unknown as FileSystemEntry;
  }
  const parts = Object.entries(tree).map(([one, inner]) => [entryOf(fullPath, one, inner)]);
  const readEntries = (take: (part: FileSystemEntry[]) => void) => take(parts.shift() ?? []);
  const createReader = () => ({ readEntries });
  return { ...both, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

function dropped(...entries: FileSystemEntry[]): DataTransfer {
  const items = entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry }));
  return { items, files: [] } as unknown as DataTransfer;
}

test("a dropped folder is read with its folders, but not those in which nobody's server is", async () => {
  const folder = await folderOfDrop(
    dropped(
      entryOf("", "course", {
        "go.mod": "module 6.5840\n",
        raft1: { "raft.go": "package raft\n", deep: { "log.go": "package deep\n" } },
        "notes.txt": "text",
        ".git": { "hook.go": "package hook\n" },
      }),
    ),
  );
  assert.equal(folder.name, "course");
  assert.deepEqual(paths(folder), ["go.mod", "raft1/deep/log.go", "raft1/raft.go"]);
  assert.equal(folder.left[0]?.what, "1 other file");
});

test("two dropped folders keep their names", async () => {
  const folder = await folderOfDrop(
    dropped(
      entryOf("", "raft1", { "raft.go": "package raft\n" }),
      entryOf("", "raftlog", { "log.go": "package raftlog\n" }),
    ),
  );
  assert.deepEqual(paths(folder), ["raft1/raft.go", "raftlog/log.go"]);
});
