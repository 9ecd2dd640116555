// The links of clients, as a picture draws them. The ends of links have numbers: the servers' own, and after them
// the clients', so that a link of a client is drawn as one between servers is.
import type {
  CarriedView,
  FlakyView,
  Frame,
  MessageView,
  OperationView,
} from "../engine/protocol.ts";

export type Link = [from: number, to: number];

export interface Traffic {
  /** pairs are each client with each server that its picture has a line to. */
  pairs: { client: number; server: number }[];
  /** messages are requests and answers on their way or held. */
  messages: MessageView[];
  lost: { from: number; to: number; texts: string[] }[];
  cuts: Link[];
  holds: Link[];
  flaky: FlakyView[];
  slow: { from: number; to: number; latency: number }[];
}

type Shown = Pick<Frame, "carried" | "clients" | "operations" | "servers">;

export function endOf(client: number, servers: number): number {
  return servers + client;
}

export function endName(end: number, servers: number): string {
  return end > servers ? `C${end - servers}` : `S${end}`;
}

/** traffic is what the links of clients show; `say` words a request's or an answer's text. */
export function traffic(frame: Shown, say: (text: string) => string): Traffic {
  const count = frame.servers.length;
  const link = (client: number, server: number, answers: boolean): Link => {
    const end = endOf(client, count);
    return answers ? [server, end] : [end, server];
  };
  const links = frame.clients.flatMap(({ id, links: faulty }) =>
    faulty.map((state) => ({ state, link: link(id, state.server, state.answers) })),
  );
  const message = (one: CarriedView): MessageView => {
    const [from, to] = link(one.client, one.server, one.answer);
    const { sentAt, arriveAt, held } = one;
    const [kind, good] = [one.answer ? "answer" : "request", true];
    return {
      id: idOf(one),
      from,
      to,
      kind,
      label: say(one.text),
      level: 0,
      good,
      sentAt,
      arriveAt,
      held,
    };
  };
  return {
    pairs: pairsOf(frame),
    messages: frame.carried.filter(({ lost }) => !lost).map(message),
    lost: together(frame.carried.filter(({ lost }) => lost).map(message)),
    cuts: links.filter(({ state }) => state.cut).map((one) => one.link),
    holds: links.filter(({ state }) => state.held).map((one) => one.link),
    flaky: links
      .filter(({ state }) => state.lossPermille > 0)
      .map(({ state: { lossPermille }, link: [from, to] }) => ({ from, to, lossPermille })),
    slow: links
      .filter(({ state }) => state.latency > 0)
      .map(({ state: { latency }, link: [from, to] }) => ({ from, to, latency })),
  };
}

/** idOf is below 0, where no message between servers has its number. */
function idOf({ request, answer }: CarriedView): number {
  return -2 * request - (answer ? 1 : 0);
}

function together(messages: readonly MessageView[]): Traffic["lost"] {
  const lost: Traffic["lost"] = [];
  for (const { from, to, label } of messages) {
    const known = lost.find((one) => one.from === from && one.to === to);
    if (known) known.texts.push(label);
    else lost.push({ from, to, texts: [label] });
  }
  return lost;
}

function pairsOf(frame: Shown): Traffic["pairs"] {
  return frame.clients.flatMap(({ id, server, links }) => {
    const mine = frame.carried.filter(({ client }) => client === id);
    const all = [server, ...links.map((one) => one.server), ...mine.map((one) => one.server)];
    return [...new Set(all)].filter((one) => one > 0).map((one) => ({ client: id, server: one }));
  });
}

/** lastOf is a client's last operation, null before its first. */
export function lastOf(
  client: number,
  { operations }: Pick<Frame, "operations">,
): OperationView | null {
  return operations.findLast((one) => one.client === client) ?? null;
}

/** homeOf is the server near which a client stands: the first that its last operation asked, so that it stays where
 * it is while servers send it on. */
export function homeOf(client: Frame["clients"][number], frame: Pick<Frame, "operations">): number {
  return lastOf(client.id, frame)?.path[0] ?? (client.server || client.links[0]?.server || 1);
}
