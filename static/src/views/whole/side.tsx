// Beside the ring: the programs. How many goroutines each has, what waits, and how much it has saved.
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { enWhole } from "../../words/en-whole.ts";
import { Facts } from "../rows/facts.tsx";
import { wholeServers } from "./server.ts";

const words = enWhole.side;

export function Side({ frame }: Pick<ViewProps, "on"> & { frame: Frame }) {
  const servers = wholeServers(frame);
  const up = servers.filter((one) => one.up);
  return (
    <>
      <Facts
        caption={words.goroutines}
        rows={up.map(({ id, whole }) => [`S${id}`, words.runs(whole.goroutines, whole.calls)])}
      />
      <Facts
        caption={words.saved}
        rows={servers.map(({ id, whole }) => [
          `S${id}`,
          enWhole.saved(whole.stateSize, whole.snapshotSize),
        ])}
      />
      {frame.whole && (
        <p class="protocol-note">
          {frame.whole.known.length > 0 ? words.known(frame.whole.known) : words.unknown}
        </p>
      )}
    </>
  );
}
