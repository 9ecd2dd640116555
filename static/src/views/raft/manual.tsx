// What can be done to a cluster of Raft by hand beyond what each server's buttons do: snapshots, and changes of the
// servers, where the run has them.
import type { ViewProps } from "../../app/controls.ts";
import type { Frame } from "../../engine/protocol.ts";
import { usePart } from "../part-of.ts";

const load = () => import("./changes.tsx");

export function RaftActs({ on, frame }: Pick<ViewProps, "on"> & { frame: Frame }) {
  const { members, snapshots } = frame.raft ?? {};
  const part = usePart(members !== undefined || snapshots !== undefined, load);
  if (!part) return null;
  return (
    <>
      {snapshots && <part.Snapshots on={on} frame={frame} run={snapshots} />}
      {members && <part.Changes on={on} frame={frame} run={members} />}
    </>
  );
}
