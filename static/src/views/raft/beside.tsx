// What stands beside a server on the ring: its snapshot, and its half of a joint phase.
import type { AroundProps } from "../ring/part.ts";
import { SeatWord } from "./members-ring.tsx";
import { Stack } from "./snapshots-ring.tsx";

export function Beside({ server, frame }: AroundProps) {
  return (
    <>
      <Stack server={server} frame={frame} />
      <SeatWord server={server} frame={frame} />
    </>
  );
}
