// One server on the ring. Its badge is shown three times: by shape, by label and by colour.
import type { Controls } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { levelClass } from "../../base/level.ts";
import { milliseconds, percent } from "../../base/units.ts";
import type { Frame, ServerView } from "../../engine/protocol.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import { ringPart } from "../protocols/ring.ts";
import {
  badgeAngle,
  hexagon,
  NODE_RADIUS,
  ONE_LINE_MAX,
  type Place,
  serverSign,
  VIEW,
} from "./geometry.ts";
import type { RingPart } from "./part.ts";

interface Props {
  server: ServerView;
  place: Place;
  state: State;
  frame: Frame;
  on: Controls | null;
}

const LABEL_DISTANCE = 46;
const BADGE_DISTANCE = 38;
/** BADGE_INWARD is how far from straight outwards a badge stands, in radians, where there are many. */
const BADGE_INWARD = 1.9;
/** UPRIGHT is how close to straight above or below a label is still centred. */
const UPRIGHT = 0.4;
/** BESIDE is how far to the side a server has to be, of few, for its label to stand there. Messages come from the
 * ring's inside, and a server's value hangs below it: so a label goes to the side, else above, else below. */
const BESIDE = 0.75;

export function Server({ server, place, state, frame, on }: Props) {
  const { words } = state;
  const { id } = server;
  const part = ringPart(frame.protocol);
  const { Around, Beside } = part;
  const what = condition(server, part, state, frame);
  const level = part.level(server.level, words, frame);
  // The texts stand outside the button, whose name says the same in words that can be spoken.
  return (
    <g
      class={classes(server, state, on !== null)}
      transform={`translate(${place.x.toFixed(1)},${place.y.toFixed(1)})`}
    >
      <g
        {...interaction(id, state, on)}
        class="shape"
        aria-label={words.ring.nodeLabel(
          id,
          [what, ...faults(server, words, frame.own)].join(", "),
          level.long,
        )}
        data-testid={`server-${id}`}
        {...part.facts(server)}
        data-up={server.up}
      >
        <circle class="halo" r={44} />
        <Body server={server} isCrowned={server.up && part.isCrowned(server)} />
        <Around server={server} frame={frame} calm={state.calm} />
      </g>
      <text class="name" y={5.5}>
        {serverSign(id, frame.own)}
      </text>
      {Beside && <Beside server={server} frame={frame} calm={state.calm} />}
      <Label
        place={place}
        count={frame.servers.length}
        what={what}
        long={level.long}
        short={level.short}
        hangs={part.hangs(frame)}
      />
      <Badges
        server={server}
        place={place}
        many={frame.servers.length > ONE_LINE_MAX}
        words={words}
      />
    </g>
  );
}

/** interaction makes a server a button, or a picture where nobody may act. */
function interaction(id: number, state: State, on: Controls | null) {
  if (!on) return { role: "img" as const };
  const choose = (shift: boolean): void =>
    on.dispatch(shift ? { kind: "grouped", server: id } : { kind: "selected", server: id });
  return {
    role: "button" as const,
    // In SVG an attribute's case matters, and tabIndex would be an unknown one.
    tabindex: 0,
    "aria-pressed": state.selected === id,
    onClick: (event: MouseEvent) => choose(event.shiftKey),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(event.shiftKey);
    },
  };
}

/** faults are, in words, whose code a server runs, and what is wrong with its own clock and disk. */
function faults(server: ServerView, words: Words, own: readonly number[]): string[] {
  const list = own.includes(server.id) ? [words.ring.own] : [];
  if (server.skewPermille !== 0) list.push(words.ring.skew(percent(server.skewPermille)));
  if (server.diskLatency > 0) list.push(words.ring.slowDisk(milliseconds(server.diskLatency)));
  return list;
}

/** Badges mark a clock with skew, and a slow disk. They show the amount where there is room beside a server; the
 * inspector always shows it. */
const Badges = memo(({ server, place, many, words }: BadgeProps) => {
  const skew = percent(server.skewPermille);
  const save = milliseconds(server.diskLatency);
  const sign = skew > 0 ? "+" : "−";
  const angleOf = (side: -1 | 1): number =>
    many ? place.angle + side * BADGE_INWARD : badgeAngle(place.angle, side);
  const at = (side: -1 | 1): string => {
    const x = BADGE_DISTANCE * Math.cos(angleOf(side));
    const y = BADGE_DISTANCE * Math.sin(angleOf(side));
    return `translate(${x.toFixed(1)},${y.toFixed(1)})`;
  };
  const beside = (side: -1 | 1) => {
    const leftward = Math.cos(angleOf(side)) < 0;
    return { x: leftward ? -12 : 12, y: 4, "text-anchor": leftward ? "end" : "start" } as const;
  };
  return (
    <>
      {skew !== 0 && (
        <g class="badge" transform={at(-1)}>
          <title>{words.ring.skew(skew)}</title>
          <circle r={8} />
          <path d="M0-4.5V0L3 2" />
          {!many && <text {...beside(-1)}>{sign + words.dials.percent(Math.abs(skew))}</text>}
        </g>
      )}
      {save > 0 && (
        <g class="badge" transform={at(1)}>
          <title>{words.ring.slowDisk(save)}</title>
          <circle r={8} />
          <path d="M-4-2.5a4 1.7 0 1 0 8 0a4 1.7 0 1 0-8 0V2.5a4 1.7 0 0 0 8 0V-2.5" />
          {!many && <text {...beside(1)}>{words.dials.milliseconds(save)}</text>}
        </g>
      )}
    </>
  );
});

interface BadgeProps {
  server: ServerView;
  place: Place;
  many: boolean;
  words: Words;
}

function condition(server: ServerView, part: RingPart, { words }: State, frame: Frame): string {
  if (!server.up) return words.ring.crashed;
  const badge = part.badge(server, words, frame);
  return server.paused ? `${words.ring.paused} ${badge}` : badge;
}

function classes(server: ServerView, state: State, interactive: boolean): string {
  const list = ["server", server.up ? server.badge : "crashed", levelClass(server.level)];
  if (server.paused) list.push("paused");
  if (server.saving) list.push("saving");
  if (interactive) list.push("choosable");
  if (interactive && state.selected === server.id) list.push("selected");
  if (interactive && state.group.includes(server.id)) list.push("grouped");
  return list.join(" ");
}

const Body = memo(({ server, isCrowned }: { server: ServerView; isCrowned: boolean }) => {
  return (
    <>
      {isCrowned ? (
        <>
          <polygon class="crown" points={hexagon(38)} />
          <polygon class="body" points={hexagon(32)} />
        </>
      ) : (
        <circle class="body" r={NODE_RADIUS} />
      )}
      {server.paused && server.up && <path class="bars" d="M-4 12v7M4 12v7" />}
    </>
  );
});

interface LabelProps {
  place: Place;
  count: number;
  what: string;
  /** long and short are the level. */
  long: string;
  short: string;
  hangs: boolean;
}

/** HANGING is how far down a label goes below what hangs below its server, ASIDE how far to the side a server has to
 * be for the label to stand beside it instead. */
const HANGING = 20;
const ASIDE = 0.6;

const Label = memo(({ place, count, what, long, short, hangs }: LabelProps) => {
  const side = Math.cos(place.angle);
  const below = hangs ? HANGING : 0;
  if (count <= ONE_LINE_MAX && Math.abs(side) < BESIDE) {
    const above = place.y < VIEW.centre.y - VIEW.radius / 2;
    // Two words and the whole level would meet the neighbour's.
    const level = what.includes(" ") ? short : long;
    return <text class="label" y={above ? -47 : 63 + below}>{`${what} · ${level}`}</text>;
  }
  const x = LABEL_DISTANCE * side;
  const down = Math.sin(place.angle);
  const hangsHere = hangs && down > 0;
  if (count > ONE_LINE_MAX && hangsHere && Math.abs(side) < ASIDE) {
    return <text class="label" y={50 + below}>{`${what} · ${long}`}</text>;
  }
  const y = count <= ONE_LINE_MAX || hangsHere ? 0 : (LABEL_DISTANCE + 10) * down + 4;
  const anchor = side > UPRIGHT ? "start" : side < -UPRIGHT ? "end" : "middle";
  return (
    <>
      <text class={`label ${anchor}`} x={x} y={y - 6}>
        {what.split(" ", 1)[0]}
      </text>
      <text class={`label ${anchor}`} x={x} y={y + 10}>
        {long}
      </text>
    </>
  );
});
