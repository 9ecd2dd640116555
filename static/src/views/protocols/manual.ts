// What each protocol offers to do by hand, beside the line for commands.
import type { FunctionComponent } from "preact";
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { RaftActs } from "../raft/manual.tsx";

type ManualPart = FunctionComponent<Pick<ViewProps, "on"> & { frame: Frame }>;

const PARTS: Readonly<Record<string, ManualPart>> = { raft: RaftActs };

/** manualPart is null for a protocol that offers nothing. */
export function manualPart(protocol: string): ManualPart | null {
  return PARTS[protocol] ?? null;
}
