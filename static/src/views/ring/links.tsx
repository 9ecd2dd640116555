// Faults of the links: cut links, links that lose much, links on which messages wait.

import { percent } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import { type CutDrawing, drawCuts } from "./cuts.ts";
import { type EndName, heading, serverName } from "./ends.ts";
import { along, labelSide, type Place, round } from "./geometry.ts";
import { gateOf, queues } from "./queues.ts";

export function Cuts({ frame, places, word }: { frame: Frame; places: Place[]; word: string }) {
  const { lines: dividers, links, label } = drawCuts(frame.cuts, places);
  return (
    <g class="cuts">
      {dividers.map((path) => (
        <path key={path} d={path} />
      ))}
      <CutLinks links={links} name={serverName} />
      {label && (
        <text x={round(label.x)} y={round(label.y)} text-anchor="middle">
          {word}
        </text>
      )}
    </g>
  );
}

/** CutLinks names those that are cut in one direction, unless `name` is null. */
export function CutLinks({ links, name }: CutLinksProps) {
  return (
    <>
      {links.map(({ from, to, both, a, b, mark }) => (
        <g key={`${from}>${to}`}>
          <line x1={round(a.x)} y1={round(a.y)} x2={round(b.x)} y2={round(b.y)} />
          <path
            class="cross"
            transform={`translate(${round(mark.x)},${round(mark.y)})`}
            d="M-5-5L5 5M5-5L-5 5"
          />
          {!both && name && (
            <text x={round(mark.x) + 8} y={round(mark.y)}>{`${name(from)}→${name(to)}`}</text>
          )}
        </g>
      ))}
    </>
  );
}

interface CutLinksProps {
  links: CutDrawing["links"];
  name: EndName | null;
}

interface Props {
  places: Place[];
  words: Words;
  name: EndName;
}

/** The shares of more links than this would be written over each other; each link's title has its own. */
const SHARES_MAX = 4;

/** Flaky draws a link that loses much as a dotted line, with its share and an arrow: it is one way. */
export function Flaky({ flaky, places, words, name }: Props & Pick<Frame, "flaky">) {
  const showsShares = flaky.length <= SHARES_MAX;
  return (
    <g class="flaky">
      {flaky.map(({ from, to, lossPermille }) => {
        const a = places[from - 1];
        const b = places[to - 1];
        if (!a || !b) return null;
        const start = along(a, b, 0);
        const end = along(a, b, 1);
        const middle = along(a, b, 0.5);
        const side = labelSide(a, b);
        const share = percent(lossPermille);
        return (
          <g key={`${from}>${to}`}>
            <title>{words.ring.flaky(name(from), name(to), share)}</title>
            <line x1={round(start.x)} y1={round(start.y)} x2={round(end.x)} y2={round(end.y)} />
            <g transform={`translate(${round(middle.x)},${round(middle.y)})`}>
              <path d="M-4-5L3 0L-4 5" transform={`rotate(${heading(a, b)})`} />
              {showsShares && (
                <text x={side.x} y={side.y} text-anchor={side.anchor}>
                  {words.dials.percent(share)}
                </text>
              )}
            </g>
          </g>
        );
      })}
    </g>
  );
}

/** Gates bars each link on which messages wait. Where all wait there would be too many bars, and only
 * those with a message behind them are drawn. */
export function Gates({
  messages,
  holds,
  places,
  words,
  name,
}: Props & Pick<Frame, "messages" | "holds">) {
  const waiting = queues(messages).map(({ from, to }): [number, number] => [from, to]);
  const gates = new Map([...holds, ...waiting].map((link) => [link.join(">"), link]));
  return (
    <g class="gates">
      {[...gates].map(([key, [from, to]]) => {
        const a = places[from - 1];
        const b = places[to - 1];
        if (!a || !b) return null;
        const at = gateOf(a, b);
        return (
          <path
            key={key}
            d="M0-8V8"
            transform={`translate(${round(at.x)},${round(at.y)}) rotate(${heading(a, b)})`}
          >
            <title>{words.ring.held(name(from), name(to))}</title>
          </path>
        );
      })}
    </g>
  );
}
