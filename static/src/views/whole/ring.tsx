// Whole servers on the ring: who says that it leads is a hexagon; a program that is in trouble has a mark.
import { enWhole as words } from "../../words/en-whole.ts";
import { type AroundProps, plainRing, type RingPart } from "../ring/part.ts";
import { isWhole, shapeOf, termOf } from "./server.ts";
import "./whole.css";

export const wholeRing: RingPart = {
  ...plainRing,
  badge: (server) => {
    if (!isWhole(server)) return server.badge;
    const { whole } = server;
    if (whole.trouble) return words.trouble[whole.trouble.kind] ?? whole.trouble.kind;
    if (whole.stuck) return words.stuck;
    return whole.leads ? words.leads : words.follows;
  },
  level: (term, { ring }) => ({ long: ring.term(term), short: `t${term}` }),
  isCrowned: ({ whole }) => whole?.leads === true,
  leads: ({ whole }) => whole?.leads === true,
  facts: (server) => ({
    "data-badge": server.badge,
    "data-level": isWhole(server) ? termOf(server.whole) : server.level,
    "data-applied": server.whole?.applied ?? 0,
  }),
  Around,
  shape: ({ kind, label }) => shapeOf(kind, label !== ""),
};

/** Around marks trouble, and says of what is saved how large it is. */
function Around({ server }: AroundProps) {
  if (!isWhole(server)) return null;
  const { trouble, stuck, stateSize, snapshotSize } = server.whole;
  return (
    <>
      <title>{words.saved(stateSize, snapshotSize)}</title>
      {(trouble || stuck) && (
        <g class="whole-trouble" transform="translate(25,-25)">
          <circle r={9} />
          <text y={4}>!</text>
        </g>
      )}
    </>
  );
}
