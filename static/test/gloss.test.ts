// Reports: the first use of each word of the glossary shows what the word means.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Word } from "../src/course/lessons.ts";
import { mark } from "../src/views/gloss/mark.ts";

const word = (name: string, ...forms: string[]): Word => ({
  name,
  forms: [name, ...forms],
  sentence: `About ${name}.`,
  lesson: "",
});
const glossary = [word("commit index"), word("committed", "commit"), word("term", "terms")];

const marked = (text: string): string =>
  mark(text, glossary)
    .map(({ text: piece, word: one }) => (one ? `[${piece}]` : piece))
    .join("");

test("the first use of a word is marked, and the longest form counts", () => {
  assert.equal(
    marked("Term 2: the commit index, the term and what to commit. Committed terms."),
    "[Term] 2: the [commit index], the term and what to [commit]. Committed terms.",
  );
});

test("a word within another one is none, and a text stays whole", () => {
  assert.equal(marked("midterms, determined"), "midterms, determined");
  const text = "S2 committed entry 3 of term 2.";
  assert.equal(
    mark(text, glossary)
      .map((piece) => piece.text)
      .join(""),
    text,
  );
  assert.deepEqual(mark("term", []), [{ text: "term", word: null }]);
});
