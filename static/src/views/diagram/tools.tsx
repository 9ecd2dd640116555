// The diagram's tools: its axis, its window, and files of it.
import { useRef } from "preact/hooks";
import { messageOf } from "../../base/errors.ts";
import type { Frame } from "../../engine/protocol.ts";
import { traceFile } from "../../timeline/file.ts";
import type { RunTrace } from "../../timeline/run.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import { pngOf, svgOf } from "./save.ts";
import type { Axis, View } from "./scale.ts";
import type { Scene } from "./scene.ts";

interface Props {
  words: DiagramWords;
  scene: () => Scene | null;
  view: View | null;
  frame: Frame;
  trace: RunTrace;
  onAxis(axis: Axis): void;
  onZoom(way: "in" | "out"): void;
  onFit(): void;
  onFollow(follow: boolean): void;
  onProblem(message: string): void;
  onDownload(name: string, bytes: Uint8Array): void;
}

export function Tools(props: Props) {
  const { view, words } = props;
  const follow = view?.follow ?? true;
  return (
    <div class="tools" role="toolbar" aria-label={words.tools}>
      <select
        aria-label={words.axis}
        value={view?.axis ?? "time"}
        data-testid="axis"
        onChange={(event) => props.onAxis(event.currentTarget.value === "order" ? "order" : "time")}
      >
        <option value="time">{words.byTime}</option>
        <option value="order">{words.byEvent}</option>
      </select>
      <button
        type="button"
        class="quiet"
        aria-label={words.zoomOut}
        title={words.zoomOut}
        onClick={() => props.onZoom("out")}
        data-testid="zoom-out"
      >
        −
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={words.zoomIn}
        title={words.zoomIn}
        onClick={() => props.onZoom("in")}
        data-testid="zoom-in"
      >
        +
      </button>
      <button type="button" class="quiet" onClick={props.onFit} data-testid="fit">
        {words.fit}
      </button>
      <button
        type="button"
        class="quiet"
        aria-pressed={follow}
        onClick={() => props.onFollow(!follow)}
        data-testid="follow"
      >
        {words.follow}
      </button>
      <Save {...props} />
    </div>
  );
}

/** Save is a list that opens: three buttons would take the room of the lanes. */
function Save({ frame, scene, trace, words, onProblem, onDownload }: Props) {
  const list = useRef<HTMLDetailsElement>(null);
  const name = words.fileName(frame.seed);
  const title = words.pictureTitle(frame.scenario, frame.seed);
  const save = async (
    ending: string,
    make: (now: Scene) => Promise<Blob | null>,
  ): Promise<void> => {
    const now = scene();
    if (list.current) list.current.open = false;
    try {
      const blob = now ? await make(now) : null;
      if (blob) onDownload(`${name}.${ending}`, new Uint8Array(await blob.arrayBuffer()));
    } catch (error) {
      onProblem(messageOf(error));
    }
  };
  const svg = async (now: Scene) => new Blob([svgOf(now, title)], { type: "image/svg+xml" });
  const png = (now: Scene) => {
    const canvas = list.current?.ownerDocument.createElement("canvas");
    return canvas ? pngOf(now, canvas) : Promise.resolve(null);
  };
  const lines = async () => {
    if (trace.header.length === 0) throw new Error(words.noHeader);
    // Over plain HTTP from another machine a page has no crypto.subtle.
    if (!crypto.subtle) throw new Error(words.noHash);
    return new Blob([await traceFile(trace.header, trace.lines(frame.branch))], {
      type: "text/plain",
    });
  };
  return (
    <details ref={list} class="menu">
      <summary data-testid="save">{words.save}</summary>
      <div>
        <button type="button" onClick={() => save("svg", svg)} data-testid="save-svg">
          {words.svg}
        </button>
        <button type="button" onClick={() => save("png", png)} data-testid="save-png">
          {words.png}
        </button>
        <button type="button" onClick={() => save("trace", lines)} data-testid="save-trace">
          {words.trace}
        </button>
      </div>
    </details>
  );
}
