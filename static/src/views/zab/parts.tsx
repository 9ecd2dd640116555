// All views of ZAB.
import { enProtocols } from "../../words/en-protocols.ts";
import { enZab as words } from "../../words/en-zab.ts";
import { promiseCard } from "../checks/promise-card.tsx";
import { plainPlates } from "../ring/plate-part.ts";
import { rowsPart } from "../rows/panel.tsx";
import type { Parts } from "../rows/parts.ts";
import { Shapes } from "../rows/shapes.tsx";
import { zabDiagram } from "./diagram.ts";
import { gridOf, questionsOf } from "./histories.ts";
import { zabInspector } from "./inspector.ts";
import { zabRing } from "./ring.tsx";
import { compare, leaderOf, zabServers } from "./server.ts";
import { Side } from "./side.tsx";

export const parts: Parts = {
  ring: zabRing,
  plates: plainPlates,
  inspector: zabInspector,
  diagram: zabDiagram,
  logs: rowsPart({
    title: () => words.histories,
    legend: () => words.legend,
    grid: gridOf,
    questions: questionsOf,
  }),
  hasConsole: () => true,
  side: { title: words.side.title, View: Side },
  Legend: () => <Shapes title={words.shapes.title} shapes={words.shapes.list} />,
  PromiseCard: promiseCard(words.promises),
  stands(frame) {
    const servers = zabServers(frame);
    const leader = leaderOf(servers);
    const delivered = servers.map(({ zab }) => zab.delivered).sort(compare);
    return {
      leader: leader ? `S${leader.id}` : "",
      rows: [
        [words.stands.epoch, String(Math.max(0, ...servers.map(({ level }) => level)))],
        [words.stands.delivered, delivered.at(-1) || enProtocols.none],
      ],
    };
  },
};
