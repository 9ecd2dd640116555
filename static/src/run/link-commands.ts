// What a person does to one link of a client, as scenario lines.
import type { ClientLinkView, Frame } from "../engine/protocol.ts";
import type { Fault } from "../words/lab.ts";

/** ClientLink is one direction between a client and a server: that of requests, or that of answers. */
export interface ClientLink {
  client: number;
  server: number;
  answers: boolean;
}

/** LOSS and LATENCY are what a click gives a link; a typed line can give it any other. */
export const LOSS = 50;
export const LATENCY = 200;

/** FAULTS are in the order in which they are offered. */
export const FAULTS: readonly Fault[] = ["cut", "lossy", "slow", "held"];

export function linkName({ client, server, answers }: ClientLink, arrow = " > "): string {
  return answers ? `S${server}${arrow}C${client}` : `C${client}${arrow}S${server}`;
}

/** linksOf are all links of a client, with those to and from the same server together. */
export function linksOf(client: number, servers: number): ClientLink[] {
  return Array.from({ length: servers * 2 }, (_, i) => ({
    client,
    server: Math.floor(i / 2) + 1,
    answers: i % 2 === 1,
  }));
}

const SOUND = { cut: false, held: false, lossPermille: 0, latency: 0 };

/** stateOf has the faults of a link. */
export function stateOf(link: ClientLink, { clients }: Pick<Frame, "clients">): ClientLinkView {
  const known = clients.find(({ id }) => id === link.client)?.links;
  const { server, answers } = link;
  const same = known?.find((one) => one.server === server && one.answers === answers);
  return same ?? { ...SOUND, server, answers };
}

export function has(fault: Fault, state: ClientLinkView): boolean {
  switch (fault) {
    case "cut":
      return state.cut;
    case "lossy":
      return state.lossPermille > 0;
    case "slow":
      return state.latency > 0;
    case "held":
      return state.held;
  }
}

/** turn is the line that gives a link a fault, or ends it. The language heals all cut links together. */
export function turn(fault: Fault, link: ClientLink, isOn: boolean): string {
  const name = linkName(link);
  switch (fault) {
    case "cut":
      return isOn ? "heal" : `cut ${name}`;
    case "lossy":
      return `flaky ${name} ${isOn ? 0 : LOSS}%`;
    case "slow":
      return `latency ${name} ${isOn ? 0 : LATENCY}ms`;
    case "held":
      return `${isOn ? "release" : "hold"} ${name}`;
  }
}
