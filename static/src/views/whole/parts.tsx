// All views of whole servers, which somebody brought.
import { enProtocols } from "../../words/en-protocols.ts";
import { enWhole as words } from "../../words/en-whole.ts";
import { promiseCard } from "../checks/promise-card.tsx";
import { plainPlates } from "../ring/plate-part.ts";
import { rowsPart } from "../rows/panel.tsx";
import type { Parts } from "../rows/parts.ts";
import { Shapes } from "../rows/shapes.tsx";
import { wholeDiagram } from "./diagram.ts";
import { wholeInspector } from "./inspector.tsx";
import { gridOf, logIsKnown, questionsOf } from "./logs.ts";
import { wholeRing } from "./ring.tsx";
import { leaderOf, termOf, wholeServers } from "./server.ts";
import { Side } from "./side.tsx";

export const parts: Parts = {
  ring: wholeRing,
  plates: plainPlates,
  inspector: wholeInspector,
  diagram: wholeDiagram,
  logs: rowsPart({
    title: (frame) => (logIsKnown(frame) ? words.logs.title : words.logs.appliedTitle),
    legend: (frame) => (logIsKnown(frame) ? words.logs.legend : words.logs.appliedLegend),
    grid: gridOf,
    questions: questionsOf,
  }),
  hasConsole: () => true,
  side: { title: words.side.title, View: Side },
  Legend: () => <Shapes title={words.shapes.title} shapes={words.shapes.list} />,
  PromiseCard: promiseCard(words.promises),
  stands(frame) {
    const servers = wholeServers(frame);
    const leader = leaderOf(servers);
    const applied = Math.max(0, ...servers.map(({ whole }) => whole.applied));
    return {
      leader: leader ? `S${leader.id}` : "",
      rows: [
        [words.stands.term, String(Math.max(0, ...servers.map(({ whole }) => termOf(whole))))],
        [words.stands.applied, applied > 0 ? String(applied) : enProtocols.none],
      ],
    };
  },
};
