// What each protocol adds to the setup of a run that somebody sent.
import type { Setup } from "../../address/route.ts";
import type { Frame } from "../../engine/protocol.ts";
import { freePlayOf } from "../raft/free-play.ts";

/** FIRST is the protocol of free play that names none. */
const FIRST = "raft";

const PARTS: Readonly<Record<string, (frame: Frame) => Partial<Setup>>> = { raft: freePlayOf };

/** setupOf is the setup of a run: what the engine says of it. A scenario brings its own settings. */
export function setupOf(frame: Frame): Partial<Setup> {
  const { manual, scenario, seed, rules, servers } = frame;
  const own =
    scenario === ""
      ? {
          ...(frame.protocol === FIRST ? {} : { protocol: frame.protocol }),
          ...(manual ? { manual } : {}),
          ...PARTS[frame.protocol]?.(frame),
        }
      : {};
  return { ...own, scenario, seed, servers: servers.length, rules };
}
