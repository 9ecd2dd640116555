// Raft in the diagram: roles as the shape of a lane, marks for elections, transfers and commits, and messages.
import { field } from "../../run/trace-line.ts";
import { isIgnored } from "../../timeline/raft/ignored.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import { levelColor } from "../canvas-theme.ts";
import type { Labels } from "../diagram/labels.ts";
import { type Point, pointOf } from "../diagram/lanes.ts";
import type { DiagramPart, Scene } from "../diagram/scene.ts";
import type { Surface } from "../diagram/surface.ts";
import { shapeOf } from "./shape.ts";

export const raftDiagram: DiagramPart = {
  span: (badge) => SPANS[badge] ?? "line",
  level: (term, words) => words.term(term),
  turn: "role",
  over: ["role", "transfer", "forget", "read", "lease", "compact", "install", "members"],
  under: ["commit"],
  quiet: ["term", "vote", "log", "apply", "session", "snapshot", "catch-up"],
  textOf,
  drawUnder: drawTicks,
  drawMark(surface, scene, event, at, labels) {
    const kind = scene.timeline.kindName(event);
    if (kind === "commit") drawCommit(surface, scene, event, at, labels);
    else if (kind === "role") drawRole(surface, scene, event, at);
    else if (OPEN.has(kind)) drawOpenMark(surface, scene, event, at);
    else if (kind === "compact" || kind === "install") drawStack(surface, scene, event, at);
    else if (kind === "members") drawMembers(surface, scene, event, at);
  },
  shape: (timeline, event) => shapeOf(timeline.messageName(event), hasEntries(timeline, event)),
  label: labelOf,
  isIgnored,
};

const OPEN: ReadonlySet<string> = new Set(["forget", "transfer", "read", "lease"]);

const SPANS: Readonly<Record<string, "dashed" | "thick" | "thin">> = {
  "pre-candidate": "thin",
  candidate: "dashed",
  leader: "thick",
};

function textOf({ theme, timeline, words }: Scene, event: number) {
  if (timeline.kindName(event) === "transfer") {
    const to = field(timeline.details(event), "to");
    return { text: to ? words.mark.handsOver(to) : words.mark.keepsOn, color: theme.quiet };
  }
  if (timeline.kindName(event) === "lease") {
    return { text: words.mark.lease(timeline.details(event)), color: theme.quiet };
  }
  if (timeline.kindName(event) === "read") {
    return { text: timeline.details(event).split(" ", 1)[0] ?? "", color: theme.quiet };
  }
  if (timeline.kindName(event) === "compact") {
    return { text: words.mark.compacts(field(timeline.details(event), "base")), color: theme.ink };
  }
  if (timeline.kindName(event) === "install") {
    return { text: words.mark.installs(field(timeline.details(event), "index")), color: theme.ink };
  }
  if (timeline.kindName(event) === "members") {
    return { text: words.mark.counts(configurationOf(timeline, event)), color: theme.ink };
  }
  if (timeline.kindName(event) !== "role") return null;
  const role = timeline.badge(event);
  if (role === "leader") return { text: words.mark.leader, color: theme.ink };
  if (role === "pre-candidate") return { text: words.mark.preCandidate, color: theme.quiet };
  return role === "candidate" ? { text: words.mark.candidate, color: theme.quiet } : null;
}

/** drawRole: a leader is crowned by a hexagon, as on the ring; a candidate stands in a diamond, and a server that asks
 * first in a small one. */
function drawRole(surface: Surface, { theme, timeline }: Scene, event: number, { x, y }: Point) {
  const color = levelColor(theme, timeline.level(event));
  const role = timeline.badge(event);
  if (role === "leader") {
    const points = [0, 1, 2, 3, 4, 5].flatMap((i) => {
      const angle = Math.PI / 6 + (i * Math.PI) / 3;
      return [x + 8 * Math.cos(angle), y + 8 * Math.sin(angle)];
    });
    surface.polygon(points, { color, edge: theme.panel, edgeWidth: 1.5 });
  } else if (role === "candidate" || role === "pre-candidate") {
    const half = role === "candidate" ? 7 : 4.5;
    surface.polygon([x, y - half, x + half, y, x, y + half, x - half, y], {
      color: theme.panel,
      edge: color,
      edgeWidth: role === "candidate" ? 2 : 1.5,
    });
  }
}

/** drawOpenMark: a small open circle where a server stops to hear its leader, or a read begins; a larger one where a
 * leader begins to hand over, or ends that. */
function drawOpenMark(
  surface: Surface,
  { theme, timeline }: Scene,
  event: number,
  { x, y }: Point,
) {
  const radius = timeline.kindName(event) === "transfer" ? 6 : 3;
  const edge = levelColor(theme, timeline.level(event));
  surface.circle(x, y, radius, { color: theme.panel, edge, edgeWidth: 1.5 });
}

/** configurationOf is a configuration as in the entries of the logs: 123>145+6. */
function configurationOf(timeline: Timeline, event: number): string {
  const part = (sign: string, name: string): string => {
    const list = field(timeline.details(event), name).replaceAll(/[S,]/g, "");
    return list ? sign + list : "";
  };
  return part("", "voters") + part(">", "next") + part("+", "learners");
}

/** drawStack is a snapshot, as on the ring. */
function drawStack(surface: Surface, scene: Scene, event: number, { x, y }: Point): void {
  const { theme, timeline } = scene;
  const edge = levelColor(theme, timeline.level(event));
  surface.rectangle(x - 5.5, y - 7, 11, 14, { color: theme.panel, edge, edgeWidth: 1.8 });
  const lines = [x - 5.5, y - 2.3, x + 5.5, y - 2.3, x - 5.5, y + 2.3, x + 5.5, y + 2.3];
  surface.segments(lines, { color: edge, width: 1.5 });
}

/** drawMembers is a circle that is split in two, where a server begins to count by another configuration. */
function drawMembers(surface: Surface, { theme, timeline }: Scene, event: number, { x, y }: Point) {
  const edge = levelColor(theme, timeline.level(event));
  surface.circle(x, y, 6, { color: theme.panel, edge, edgeWidth: 1.8 });
  surface.segments([x, y - 6, x, y + 6], { color: edge, width: 1.8 });
}

/** drawTicks puts a tick on the lane for each commit. There are many, so they are stroked together, under
 * the other marks. */
function drawTicks(surface: Surface, scene: Scene, events: readonly number[]): void {
  const { lanes, plot, theme, timeline, view } = scene;
  const ticks: number[] = [];
  for (const event of events) {
    if (timeline.kindName(event) !== "commit") continue;
    const { x, y } = pointOf(timeline, view, plot, lanes, event);
    if (Number.isNaN(y)) continue;
    ticks.push(x - 4, y - 1, x - 1, y + 3, x - 1, y + 3, x + 5, y - 5);
  }
  surface.segments(ticks, { color: theme.panel, width: 4.5 });
  surface.segments(ticks, { color: theme.good, width: 2 });
}

/** drawCommit says how far the log is safe. */
function drawCommit(
  surface: Surface,
  { theme, timeline }: Scene,
  event: number,
  { x, y }: Point,
  labels: Labels,
): void {
  const text = field(timeline.details(event), "index");
  const lane = timeline.lane(event);
  if (!text || !labels.fitsBelow || !labels.put(lane, "below", x - 3, text, 10)) return;
  surface.text(x - 3, y + 16, text, { color: theme.good, size: 10, ground: theme.panel });
}

function hasEntries(timeline: Timeline, event: number): boolean {
  return (timeline.lines[event - 1] ?? "").includes(" entries=");
}

function labelOf(timeline: Timeline, event: number): string {
  const details = timeline.details(event);
  switch (timeline.messageName(event)) {
    case "RequestVote":
    case "TransferVote":
    case "PreVote":
    case "ReadIndex":
      return timeline.messageName(event);
    case "Heartbeat":
    case "HeartbeatReply":
      return `round ${field(details, "round")}`;
    case "ReadIndexReply":
      return timeline.refused(event) ? "refused" : `index ${field(details, "index")}`;
    case "InstallSnapshot": {
      const [last = ""] = field(details, "last").split("/");
      return `snapshot to ${last}, from byte ${field(details, "offset")}`;
    }
    case "InstallSnapshotReply": {
      const match = field(details, "match");
      return match ? `match ${match}` : `has ${field(details, "offset")} B`;
    }
    case "TimeoutNow":
      return "stand now";
    case "PreVoteReply":
      return timeline.refused(event) ? "no" : "yes";
    case "AppendEntries": {
      const entries = field(details, "entries");
      return entries ? `Append t${entries}` : "Append";
    }
    case "RequestVoteReply":
      return timeline.refused(event) ? "refused" : "granted";
    case "AppendEntriesReply":
      return timeline.refused(event) ? "refused" : `match ${field(details, "match")}`;
    default:
      return "";
  }
}
