// Clients in the picture of a cluster: each a small mark outside of the ring, with its links to servers. What happens
// on the links is drawn as between servers.
import { useMemo } from "preact/hooks";
import type { Controls, ViewProps } from "../../app/controls.ts";
import { milliseconds } from "../../base/units.ts";
import type { Frame } from "../../engine/protocol.ts";
import { type ClientLink, linkName, stateOf } from "../../run/link-commands.ts";
import { endName, endOf, homeOf, lastOf, type Traffic, traffic } from "../../run/traffic.ts";
import { enLab } from "../../words/en-lab.ts";
import { faultsOf } from "./client-bar.tsx";
import { clientPlaces } from "./client-places.ts";
import { singleLinks } from "./cuts.ts";
import type { EndName } from "./ends.ts";
import { along, labelSide, type Place, round } from "./geometry.ts";
import { CutLinks, Flaky, Gates } from "./links.tsx";
import { Messages, type MessagesProps } from "./messages.tsx";
import { Waiting } from "./waiting.tsx";
import "./clients.css";

export { ClientBar as Bar } from "./client-bar.tsx";
export { Plates } from "./plates.tsx";

interface Props {
  state: ViewProps["state"];
  on: ViewProps["on"] | null;
  frame: Frame;
  /** places are those of the servers. */
  places: Place[];
}

export function Picture({ state, on, frame, places }: Props) {
  const count = places.length;
  const { carried, clients, operations, servers } = frame;
  const shown = useMemo(
    () => traffic({ carried, clients, operations, servers }, enLab.links.say),
    [carried, clients, operations, count],
  );
  const all = usePlaces(frame, places);
  const name: EndName = (end) => endName(end, count);
  const base = { places: all, words: state.words, name };
  const messages: MessagesProps = {
    ...base,
    messages: shown.messages,
    now: frame.now,
    shape: ({ kind }) => (kind === "request" ? "tag" : "hollow-tag"),
    calm: state.calm,
    crowded: false,
    picked: 0,
    onPick: null,
  };
  return (
    <g class="clients-picture">
      <Lines shown={shown} places={all} count={count} state={state} on={on} />
      <g class="cuts">
        <CutLinks links={singleLinks(shown.cuts, all)} name={shown.lost.length > 0 ? null : name} />
      </g>
      <Flaky {...base} flaky={shown.flaky} />
      <Slow slow={shown.slow} places={all} />
      <Gates {...base} messages={shown.messages} holds={shown.holds} />
      <Waiting {...messages} />
      <Messages {...messages} />
      <Lost lost={shown.lost} places={all} name={name} />
      {clients.map((client) => {
        const place = all[endOf(client.id, count) - 1];
        return place && <Mark key={client.id} {...{ client, place, state, on, frame }} />;
      })}
    </g>
  );
}

/** usePlaces has the places of all ends of links: of the servers, then of the clients. */
function usePlaces(frame: Frame, places: Place[]): Place[] {
  const clients = frame.clients.map((one) => ({ id: one.id, server: homeOf(one, frame) }));
  const key = clients.map(({ id, server }) => `${id}@${server}`).join();
  return useMemo(() => {
    const all = [...places];
    clientPlaces(clients, places).forEach((place, i) => {
      all[endOf(clients[i]?.id ?? 0, places.length) - 1] = place;
    });
    return all;
  }, [key, places]);
}

interface LinesProps {
  shown: Traffic;
  places: Place[];
  count: number;
  state: ViewProps["state"];
  on: Controls | null;
}

/** Lines join each client with the servers it has to do with. Each direction can be clicked. */
function Lines({ shown, places, count, state, on }: LinesProps) {
  return (
    <g class="client-lines">
      {shown.pairs.map(({ client, server }) => {
        const a = places[endOf(client, count) - 1];
        const b = places[server - 1];
        if (!a || !b) return null;
        return (
          <g key={`${client} ${server}`}>
            <line {...ends(a, b, 0)} />
            {on &&
              [false, true].map((answers) => (
                <Reach
                  key={String(answers)}
                  link={{ client, server, answers }}
                  way={answers ? [b, a] : [a, b]}
                  isChosen={isSame(state.link, { client, server, answers })}
                  on={on}
                />
              ))}
          </g>
        );
      })}
    </g>
  );
}

/** Reach is the mouse's way to a link; the keyboard's is the client, whose bar has a list of its links. */
function Reach({ link, way: [a, b], isChosen, on }: ReachProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the mouse's half of a gesture
    <line
      class={isChosen ? "reach chosen" : "reach"}
      {...ends(a, b)}
      onClick={() => on.dispatch({ kind: "linked", link: isChosen ? null : link })}
      data-testid={`link-${linkName(link, ">")}`}
    >
      <title>{linkName(link, " → ")}</title>
    </line>
  );
}

interface ReachProps {
  link: ClientLink;
  way: [Place, Place];
  isChosen: boolean;
  on: Controls;
}

function isSame(a: ClientLink | null, b: ClientLink): boolean {
  return a?.client === b.client && a.server === b.server && a.answers === b.answers;
}

function ends(a: Place, b: Place, lane?: number) {
  const [start, end] = [along(a, b, 0, lane), along(a, b, 1, lane)];
  return { x1: round(start.x), y1: round(start.y), x2: round(end.x), y2: round(end.y) };
}

/** Slow draws a link with a latency of its own as long dashes, with that latency. */
function Slow({ slow, places }: { slow: Traffic["slow"]; places: Place[] }) {
  return (
    <g class="flaky slow">
      {slow.map(({ from, to, latency }) => {
        const a = places[from - 1];
        const b = places[to - 1];
        if (!a || !b) return null;
        const [at, side] = [along(a, b, 0.5), labelSide(a, b)];
        return (
          <g key={`${from}>${to}`}>
            <line {...ends(a, b)} />
            <text x={round(at.x + side.x)} y={round(at.y + side.y)} text-anchor={side.anchor}>
              {enLab.links.milliseconds(milliseconds(latency))}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** LOST_AT is how far from the client a loss is crossed: not in the middle, where a cut link has its own cross. */
const LOST_AT = 0.3;

function Lost({ lost, places, name }: { lost: Traffic["lost"]; places: Place[]; name: EndName }) {
  return (
    <g class="lost">
      {lost.map(({ from, to, texts }) => {
        const a = places[from - 1];
        const b = places[to - 1];
        if (!a || !b) return null;
        const [at, side] = [along(a, b, a.clear ? LOST_AT : 1 - LOST_AT), labelSide(a, b)];
        return (
          <g
            key={`${from}>${to}`}
            transform={`translate(${round(at.x)},${round(at.y)})`}
            data-testid={`lost-${name(from)}>${name(to)}`}
          >
            <title>{enLab.links.wasLost(texts, name(from), name(to))}</title>
            <circle r={8} />
            <path d="M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5" />
            <text x={side.x} y={side.y} text-anchor={side.anchor}>
              {enLab.links.lost(texts[0] ?? "") + enLab.links.more(texts.length - 1)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

interface MarkProps {
  client: Frame["clients"][number];
  place: Place;
  state: ViewProps["state"];
  on: Controls | null;
  frame: Frame;
}

/** Mark is a client: somebody with a name, and how the last operation stands. */
function Mark({ client, place, state, on, frame }: MarkProps) {
  const last = lastOf(client.id, frame);
  const outcome = last ? enLab.links.outcomes[last.outcome] : "";
  const isChosen = state.link?.client === client.id;
  return (
    <g
      class={`client ${last?.outcome ?? ""}${on ? " choosable" : ""}${isChosen ? " chosen" : ""}`}
      transform={`translate(${round(place.x)},${round(place.y)})`}
    >
      <g
        {...interaction(client, state, on, frame)}
        class="shape"
        aria-label={describe(client, last && enLab.links.operation(last.text, outcome), frame)}
        data-testid={`client-${client.id}`}
        data-outcome={last?.outcome}
      >
        <rect class="halo" x={-30} y={-19} width={60} height={38} rx={10} />
        <rect class="body" x={-25} y={-14} width={50} height={28} rx={6} />
        <circle class="person" cx={-11.5} cy={-4} r={4} />
        <path class="person" d="M-19 8.5c0-9.5 15-9.5 15 0" />
      </g>
      <text class="name" x={9.5} y={5}>{`C${client.id}`}</text>
      <text class="label" y={29}>
        {outcome}
      </text>
    </g>
  );
}

function describe(client: MarkProps["client"], operation: string | null, frame: Frame): string {
  const faults = client.links.map((state) => {
    const link = { client: client.id, server: state.server, answers: state.answers };
    return `${linkName(link, " → ")} ${faultsOf(stateOf(link, frame)).join(" ")}`;
  });
  const lost = frame.carried
    .filter((one) => one.lost && one.client === client.id)
    .map(({ server, answer, text }) => {
      const link = linkName({ client: client.id, server, answers: answer }, " → ");
      return enLab.links.lost(`${link} ${enLab.links.say(text)}`);
    });
  return enLab.links.client(client.id, operation ?? "", [...faults, ...lost]);
}

/** interaction makes a client a button that offers its links, or a picture where nobody may act. */
function interaction(
  client: MarkProps["client"],
  state: ViewProps["state"],
  on: Controls | null,
  frame: Frame,
) {
  if (!on) return { role: "img" as const };
  const isChosen = state.link?.client === client.id;
  const server = client.server || homeOf(client, frame);
  const link = { client: client.id, server, answers: false };
  const choose = () => on.dispatch({ kind: "linked", link: isChosen ? null : link });
  return {
    role: "button" as const,
    tabindex: 0,
    "aria-pressed": isChosen,
    onClick: choose,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    },
  };
}
