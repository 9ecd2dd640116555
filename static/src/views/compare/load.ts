// What the page of two branches gets from the engine: the lines of both, once, and their pictures at a moment.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Controls } from "../../app/controls.ts";
import { messageOf } from "../../base/errors.ts";
import type { Frame } from "../../engine/protocol.ts";
import type { Course } from "../../timeline/compare.ts";
import type { Frames } from "./facts.ts";

export type Courses = readonly [Course, Course];
export type Ids = readonly [number, number];

export interface Both {
  courses: Courses;
  ends: Frames;
}

type Asks = Pick<Controls, "client" | "dispatch">;

/** useBoth is null until both branches are there. */
export function useBoth(on: Asks, [left, right]: Ids, ready: boolean): Both | null {
  const [both, setBoth] = useState<{ of: string; value: Both } | null>(null);
  const of = `${left} ${right}`;
  useEffect(() => {
    if (!ready) return;
    let over = false;
    Promise.all([whole(on, left), whole(on, right)]).then(
      (ends) => {
        if (!over) setBoth({ of, value: { courses: ends, ends } });
      },
      (error) => on.dispatch({ kind: "refused", message: messageOf(error) }),
    );
    return () => {
      over = true;
    };
  }, [of, ready]);
  return both?.of === of && ready ? both.value : null;
}

async function whole(on: Asks, branch: number): Promise<Frame> {
  const client = await on.client();
  return client.request({ kind: "peek", branch, at: Number.MAX_SAFE_INTEGER, lines: 1 });
}

/** useMoment has both branches at a time. While one is asked for, only the last of the next times counts. */
export function useMoment(
  on: Asks,
  both: Both | null,
  [left, right]: Ids,
  at: number,
): Frames | null {
  const [frames, setFrames] = useState<{ of: Both; value: Frames } | null>(null);
  const wanted = useRef<number | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    if (!both) return;
    wanted.current = at;
    if (asking.current) return;
    asking.current = true;
    const ask = async (): Promise<void> => {
      const client = await on.client();
      while (wanted.current !== null) {
        const time = wanted.current;
        wanted.current = null;
        const peek = (branch: number) =>
          client.request({ kind: "peek", branch, at: Math.round(time), lines: 0 });
        const [one, other] = await Promise.all([peek(left), peek(right)]);
        setFrames({ of: both, value: [one, other] });
      }
    };
    ask()
      .catch((error) => on.dispatch({ kind: "refused", message: messageOf(error) }))
      .finally(() => {
        asking.current = false;
      });
  }, [both, at]);
  return frames && frames.of === both ? frames.value : null;
}
