// All views of replication without consensus.
import { enProtocols } from "../../words/en-protocols.ts";
import { enReplicas as words } from "../../words/en-replicas.ts";
import { promiseCard } from "../checks/promise-card.tsx";
import { plainPlates } from "../ring/plate-part.ts";
import { rowsPart } from "../rows/panel.tsx";
import type { Parts } from "../rows/parts.ts";
import { Shapes } from "../rows/shapes.tsx";
import { replicaDiagram } from "./diagram.ts";
import { replicaInspector } from "./inspector.ts";
import { replicaRing } from "./ring.tsx";
import { gridOf, questionsOf } from "./rows.ts";
import { replicaServers, type Shown, shownOf } from "./server.ts";
import { Side } from "./side.tsx";

const TITLES: Readonly<Record<Shown, string>> = {
  history: words.histories,
  versions: words.versions,
  transactions: words.transactions,
};

export const parts: Parts = {
  ring: replicaRing,
  plates: plainPlates,
  inspector: replicaInspector,
  diagram: replicaDiagram,
  logs: rowsPart({
    title: ({ replicas }) => TITLES[shownOf(replicas?.kind ?? "")],
    legend: ({ replicas }) => words.legends[shownOf(replicas?.kind ?? "")],
    grid: gridOf,
    questions: questionsOf,
  }),
  hasConsole: () => true,
  side: { title: words.side.title, View: Side },
  Legend: () => <Shapes title={words.shapes.title} shapes={words.shapes.list} />,
  PromiseCard: promiseCard(words.promises),
  stands(frame) {
    const servers = replicaServers(frame);
    const primary = servers
      .filter(({ up, replicas }) => up && replicas.role === "primary")
      .sort((a, b) => b.replicas.epoch - a.replicas.epoch)[0];
    const isLed = shownOf(frame.replicas?.kind ?? "") === "history";
    return {
      leader: isLed ? (primary ? `S${primary.id}` : "") : null,
      rows: [
        [words.stands.kind, frame.replicas?.kind ?? enProtocols.none],
        [words.stands.latest, String(Math.max(0, ...servers.map(({ level }) => level)))],
      ],
    };
  },
};
