// The diagram of a protocol beside the first: lanes by badge, and a few marks by kind of line.
import { levelColor } from "../canvas-theme.ts";
import { pointOf } from "../diagram/lanes.ts";
import { type DiagramPart, plainDiagram, type Scene } from "../diagram/scene.ts";
import type { Surface } from "../diagram/surface.ts";

/** MarkShape: a hexagon begins to lead, a diamond asks for it, a tick is settled, a page is what was printed, an open
 * circle is all else. */
export type MarkShape = "hexagon" | "diamond" | "tick" | "page" | "open";

export interface Mark {
  shape: MarkShape;
  /** turned is the shape for some details, where those of the kind differ. */
  turned?(details: string): MarkShape | null;
  /** text stands beside the mark, "" for nothing. */
  text(details: string): string;
}

interface Drawn extends Pick<DiagramPart, "level" | "shape" | "label"> {
  spans: Readonly<Record<string, "thick" | "dashed" | "thin">>;
  marks: Readonly<Record<string, Mark>>;
  quiet: readonly string[];
}

/** markedDiagram makes the part of a protocol from its marks. */
export function markedDiagram({ spans, marks, ...own }: Drawn): DiagramPart {
  return {
    ...plainDiagram,
    ...own,
    span: (badge) => spans[badge] ?? "line",
    over: Object.keys(marks),
    textOf({ theme, timeline }, event) {
      const mark = marks[timeline.kindName(event)];
      const text = mark?.text(timeline.details(event)) ?? "";
      return text ? { text, color: mark?.shape === "tick" ? theme.good : theme.ink } : null;
    },
    drawMark(surface, scene, event, at) {
      const mark = marks[scene.timeline.kindName(event)];
      if (!mark || mark.shape === "tick") return;
      const turned = mark.turned?.(scene.timeline.details(event));
      draw(surface, scene, turned ?? mark.shape, event, at);
    },
    drawUnder(surface, scene, events) {
      drawTicks(
        surface,
        scene,
        events.filter((event) => marks[scene.timeline.kindName(event)]?.shape === "tick"),
      );
    },
  };
}

const HALF = 6.5;

function draw(
  surface: Surface,
  { theme, timeline }: Scene,
  shape: MarkShape,
  event: number,
  { x, y }: { x: number; y: number },
): void {
  const color = levelColor(theme, timeline.level(event));
  if (shape === "hexagon") {
    const points = [0, 1, 2, 3, 4, 5].flatMap((i) => {
      const angle = Math.PI / 6 + (i * Math.PI) / 3;
      return [x + 8 * Math.cos(angle), y + 8 * Math.sin(angle)];
    });
    surface.polygon(points, { color, edge: theme.panel, edgeWidth: 1.5 });
  } else if (shape === "diamond") {
    const points = [x, y - HALF, x + HALF, y, x, y + HALF, x - HALF, y];
    surface.polygon(points, { color: theme.panel, edge: color, edgeWidth: 2 });
  } else if (shape === "page") {
    const points = [x - 4, y - 5, x + 4, y - 5, x + 4, y + 5, x - 4, y + 5];
    surface.polygon(points, { color: theme.panel, edge: theme.ink, edgeWidth: 1.5 });
    surface.segments([x - 2, y - 1.5, x + 2, y - 1.5, x - 2, y + 1.5, x + 2, y + 1.5], {
      color: theme.ink,
      width: 1,
    });
  } else {
    surface.circle(x, y, 3.5, { color: theme.panel, edge: color, edgeWidth: 1.5 });
  }
}

/** drawTicks strokes all ticks together, under the other marks. */
function drawTicks(surface: Surface, scene: Scene, events: readonly number[]): void {
  const { lanes, plot, theme, timeline, view } = scene;
  const ticks: number[] = [];
  for (const event of events) {
    const { x, y } = pointOf(timeline, view, plot, lanes, event);
    if (Number.isNaN(y)) continue;
    ticks.push(x - 4, y - 1, x - 1, y + 3, x - 1, y + 3, x + 5, y - 5);
  }
  surface.segments(ticks, { color: theme.panel, width: 4.5 });
  surface.segments(ticks, { color: theme.good, width: 2 });
}
