// What each protocol adds to the dials: times of its own, and what they demand of the network.
import type { FunctionComponent } from "preact";
import type { Setup } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { Inequality } from "../raft/inequality.tsx";
import { Timeouts } from "../raft/timeouts.tsx";

interface DialsPart {
  /** Above and Below stand above the dials and below them. */
  Above: FunctionComponent<{ frame: Frame }>;
  Below: FunctionComponent<Pick<ViewProps, "on"> & { setup: Setup; frame: Frame }>;
}

const PARTS: Readonly<Record<string, DialsPart>> = {
  raft: { Above: Inequality, Below: Timeouts },
};

/** dialsPart is null for a protocol that adds nothing. */
export function dialsPart(protocol: string): DialsPart | null {
  return PARTS[protocol] ?? null;
}
