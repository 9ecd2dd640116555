// Messages that are held wait in a queue on their link, behind a gate. Pure, as geometry.ts is.

import type { MessageView } from "../../engine/protocol.ts";
import { along, type Place, type Point } from "./geometry.ts";

/** Queue is what waits on one link, the oldest first. */
export interface Queue {
  from: number;
  to: number;
  messages: MessageView[];
}

/** SHOWN is how many messages of a queue are drawn; the others are counted. */
const SHOWN = 3;
/** GATE is where on its way a queue is stopped: nearer to the sender, so that the queues of the two
 * directions do not meet. */
const GATE = 0.42;
/** Distances in the drawing's units: from the gate to the oldest message, and from one to the next. */
const TO_GATE = 12;
const APART = 6;

export function queues(messages: readonly MessageView[]): Queue[] {
  const links = new Map<string, Queue>();
  for (const message of messages) {
    if (!message.held) continue;
    const { from, to } = message;
    const queue = links.get(`${from}>${to}`) ?? { from, to, messages: [] };
    queue.messages.push(message);
    links.set(`${from}>${to}`, queue);
  }
  return [...links.values()];
}

export function gateOf(a: Place, b: Place): Point {
  return along(a, b, GATE);
}

/** placesOf is where the first messages of a queue stand. */
export function placesOf(count: number, a: Place, b: Place): Point[] {
  const gate = gateOf(a, b);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [x, y] = [(b.x - a.x) / length, (b.y - a.y) / length];
  return Array.from({ length: Math.min(count, SHOWN) }, (_, i) => {
    const back = TO_GATE + i * APART;
    return { x: gate.x - x * back, y: gate.y - y * back };
  });
}
