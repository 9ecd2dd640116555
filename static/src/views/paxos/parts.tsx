// All views of Paxos.
import { enPaxos as words } from "../../words/en-paxos.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { promiseCard } from "../checks/promise-card.tsx";
import { plainPlates } from "../ring/plate-part.ts";
import { rowsPart } from "../rows/panel.tsx";
import type { Parts } from "../rows/parts.ts";
import { Shapes } from "../rows/shapes.tsx";
import { gridOf, questionsOf } from "./ballots.ts";
import { paxosDiagram } from "./diagram.ts";
import { paxosInspector } from "./inspector.ts";
import { paxosRing } from "./ring.tsx";
import { Side } from "./side.tsx";

export const parts: Parts = {
  ring: paxosRing,
  plates: plainPlates,
  inspector: paxosInspector,
  diagram: paxosDiagram,
  logs: rowsPart({
    title: ({ paxos }) => (paxos?.mode === "multi" ? words.slots : words.ballots),
    legend: ({ paxos }) => (paxos?.mode === "multi" ? words.slotsLegend : words.legend),
    grid: gridOf,
    questions: questionsOf,
  }),
  hasConsole: ({ paxos }) => paxos?.mode === "multi",
  side: { title: words.side.title, View: Side },
  Legend: () => <Shapes title={words.shapes.title} shapes={words.shapes.list} />,
  PromiseCard: promiseCard(words.promises),
  stands({ servers, paxos }) {
    const leader = servers.find(({ up, paxos: own }) => up && own?.proposing?.leads);
    const last = paxos?.chosen.at(-1);
    const known = last && (enProtocols.servers(last.knownBy) || enProtocols.nobody);
    return {
      leader: paxos?.mode === "multi" ? (leader ? `S${leader.id}` : "") : null,
      rows: [
        [words.stands.ballot, String(Math.max(0, ...servers.map(({ level }) => level)))],
        [words.stands.chosen, last?.value ?? enProtocols.none],
        [words.stands.known, known ?? enProtocols.nobody],
      ],
    };
  },
};
