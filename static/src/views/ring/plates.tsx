// The plates that hang on servers: what each would answer now, if a client asked for the key that matters.
import type { Frame, ServerView } from "../../engine/protocol.ts";
import { enLab } from "../../words/en-lab.ts";
import { platePart } from "../protocols/plates.ts";
import { ringPart } from "../protocols/ring.ts";
import { type Place, type Point, round } from "./geometry.ts";
import type { PlatePart } from "./plate-part.ts";
import "./plates.css";

/** Below a circle, and below a hexagon. */
const TOP = { circle: 19, crowned: 26 };
const HEIGHT = 18;
const LETTER = 7.6;
const MARGIN = 10;
/** VALUE_MAX is how many characters of a value are shown. */
const VALUE_MAX = 7;

export function Plates({ frame, places }: { frame: Frame; places: readonly Place[] }) {
  const key = keyOf(frame);
  if (key === null) return null;
  const part = platePart(frame.protocol);
  const { isCrowned } = ringPart(frame.protocol);
  return (
    <g class="plates">
      {frame.servers.map((server, i) => {
        const place = places[i];
        if (!place) return null;
        const top = server.up && isCrowned(server) ? TOP.crowned : TOP.circle;
        const at = { x: place.x, y: place.y + top };
        return <Plate key={server.id} server={server} at={at} name={key} part={part} />;
      })}
    </g>
  );
}

/** keyOf is the key that the last operation named, else the first that some server has; null before anything is
 * applied. */
export function keyOf({
  operations,
  servers,
}: Pick<Frame, "operations" | "servers">): string | null {
  const keys = servers.flatMap(({ data }) => data.map(([key]) => key));
  if (keys.length === 0) return null;
  const asked = operations
    .map(({ text }) => text.split(" ")[1])
    .findLast((key) => key !== undefined);
  return asked !== undefined && keys.includes(asked) ? asked : (keys.sort()[0] ?? null);
}

interface PlateProps {
  server: ServerView;
  at: Point;
  name: string;
  part: PlatePart;
}

function Plate({ server, at, name, part }: PlateProps) {
  const words = enLab.plates;
  const value = server.up
    ? server.data.find(([key]) => key === name)?.[1]
    : part.remains(server, name);
  const wrong = part.isWrong(server);
  const text = `${name}=${value === undefined ? "–" : short(value)}`;
  const width = round(text.length * LETTER + MARGIN);
  const title = words.title(`S${server.id}`, name, value ?? "", server.up);
  return (
    <g
      class={`plate${server.up ? "" : " down"}${wrong ? " wrong" : ""}`}
      transform={`translate(${round(at.x)},${round(at.y)})`}
      data-testid={`plate-${server.id}`}
      data-wrong={wrong}
    >
      <title>{wrong ? `${title} ${words.wrong}` : title}</title>
      <rect x={-width / 2} width={width} height={HEIGHT} rx={4} />
      <text y={13.5}>{text}</text>
    </g>
  );
}

function short(value: string): string {
  return value.length > VALUE_MAX ? `${value.slice(0, VALUE_MAX - 1)}…` : value;
}
