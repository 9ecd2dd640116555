// A learner's file, with the lines of a call lit.
import { useEffect, useRef } from "preact/hooks";
import type { CallView } from "../../engine/protocol.ts";
import { type Editor, mountEditor } from "../exercise/editor.ts";

export function Source(props: { source: string; call: CallView | null; label: string }) {
  const { source, call, label } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  useEffect(() => {
    if (!host.current) return;
    editor.current = mountEditor({ host: host.current, source, label });
    return () => editor.current?.destroy();
  }, [source]);
  useEffect(() => {
    const decided = call?.lines.at(-1) ?? 0;
    editor.current?.setMarks({ visited: call?.lines ?? [], decided });
    if (decided > 0) editor.current?.goTo(decided, 1, false);
  }, [source, call]);
  return <div class="editor" ref={host} key={source} data-testid="source" />;
}
