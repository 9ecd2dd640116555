// A learner's file, with the lines of a call lit, and what they saw under them.
import { useEffect, useRef } from "preact/hooks";
import { type Editor, mountEditor } from "../exercise/editor.ts";
import { markExtension, setMarks } from "./marks.ts";
import { notesOf } from "./notes.ts";
import type { LitShown } from "./use-lit.ts";

interface Props {
  source: string;
  shown: LitShown | null;
  label: string;
  /** bad is true where the run broke: then the last line is where it went wrong. */
  bad?: boolean;
}

export function Source({ source, shown, label, bad = false }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  useEffect(() => {
    if (!host.current) return;
    editor.current = mountEditor({ host: host.current, source, label, more: markExtension() });
    return () => editor.current?.destroy();
  }, [source]);
  useEffect(() => {
    const visited = shown?.call.lines ?? [];
    const decided = visited.at(-1) ?? 0;
    const notes = notesOf(shown?.lit ?? null);
    editor.current?.tell(setMarks.of({ visited, decided, bad, notes }));
    if (decided > 0) editor.current?.goTo(decided, 1, false);
  }, [source, shown, bad]);
  return <div class="editor" ref={host} key={source} data-testid="source" />;
}

/** Unread says which parts of the request a call never looked at. */
export function Unread({ shown, words }: { shown: LitShown | null; words: string }) {
  const unread = shown?.lit?.unread ?? [];
  if (unread.length === 0) return null;
  return (
    <p data-testid="unread">
      <b>{words}</b>{" "}
      {unread.map((name) => (
        <code key={name} class="value">
          {name}
        </code>
      ))}
    </p>
  );
}
