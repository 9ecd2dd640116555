// A sentence in which the first use of each word of the glossary is a button that shows what the word means.
import { useMemo } from "preact/hooks";
import { type GlossedProps, mark } from "./mark.ts";

export function Marked({ text, glossary }: GlossedProps) {
  const pieces = useMemo(() => mark(text, glossary), [text, glossary]);
  return (
    <>
      {pieces.map(({ text: piece, word }, i) =>
        word ? (
          <button
            key={i}
            type="button"
            class="gloss"
            data-word={word.name}
            data-note={word.sentence}
          >
            {piece}
          </button>
        ) : (
          piece
        ),
      )}
    </>
  );
}
