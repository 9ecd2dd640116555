// The first use of each word of the glossary in a text that was not there when the site was built: a report. What the
// site has is marked by wasm/course in the same way.
import type { Word } from "../../course/lessons.ts";

export interface GlossedProps {
  text: string;
  glossary: readonly Word[];
}

/** Piece is a part of a text, with the word that it is, if it is one. */
export interface Piece {
  text: string;
  word: Word | null;
}

export function mark(text: string, glossary: readonly Word[]): Piece[] {
  const words = new Map(
    glossary.flatMap((word) => word.forms.map((form) => [form.toLowerCase(), word] as const)),
  );
  // "commit index" comes before "commit".
  const forms = [...words.keys()].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return [{ text, word: null }];
  const pattern = new RegExp(`\\b(${forms.join("|")})\\b`, "gi");
  const seen = new Set<Word>();
  return text.split(pattern).map((piece, i) => {
    const word = i % 2 === 1 ? words.get(piece.toLowerCase()) : undefined;
    if (!word || seen.has(word)) return { text: piece, word: null };
    seen.add(word);
    return { text: piece, word };
  });
}
