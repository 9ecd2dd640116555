// The first page's cluster: its picture, what happens in sentences, and one thing to do about it.
import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { State } from "../../app/state.ts";
import { seconds } from "../../base/units.ts";
import type { Frame, ServerView } from "../../engine/protocol.ts";
import { crashOrRestart } from "../../run/commands.ts";
import { Announcer } from "../feed/announcer.tsx";
import { ringPart } from "../protocols/ring.ts";
import { Diagram } from "../ring/ring.tsx";
import { moment } from "../time/moment.ts";

export function Live({ state, on }: ViewProps) {
  const { frame, words } = state;
  return (
    <section class="panel live" aria-labelledby="live-title">
      <header>
        <h2 id="live-title">{words.home.live}</h2>
        <span class="note pace">{words.home.liveNote}</span>
        <span class="grow" />
        <span class="mono" data-testid="moment">
          {frame ? `${seconds(frame.now)} s` : moment(state)}
        </span>
      </header>
      <div class="body">
        <div class="stage">{frame && <Diagram state={state} on={null} frame={frame} />}</div>
        <div class="telling">
          <Sentences state={state} />
          <Strike state={state} on={on} />
        </div>
      </div>
    </section>
  );
}

/** TOLD is how many sentences stand there; the newest is large. */
const TOLD = 3;

/** Sentences are read aloud by the announcer, at a pace that can be followed. */
function Sentences({ state: { feed } }: { state: State }) {
  return (
    <>
      <ol data-testid="telling">
        {feed.slice(-TOLD).map(({ event, time, text }) => (
          <li key={event}>
            <time>{seconds(time)}</time> <span>{text}</span>
          </li>
        ))}
      </ol>
      <Announcer feed={feed} />
    </>
  );
}

/** Strike crashes the leader. While nobody leads, or nothing can be done yet, it waits for the next one. */
function Strike({ state, on }: ViewProps) {
  const { strike } = state.words.home;
  const [isArmed, setArmed] = useState(false);
  const servers = state.frame?.servers ?? [];
  const leader = state.frame && leaderOf(state.frame);
  const down = servers.filter(({ up }) => !up);
  const canAct = state.engine === "ready" && state.frame !== null && !state.opening;
  useEffect(() => {
    if (!isArmed || !canAct || !leader) return;
    setArmed(false);
    void on.act(crashOrRestart(leader));
  }, [isArmed, canAct, leader?.id]);
  const [first] = down;
  const isStuck = down.length * 2 > servers.length;
  const waiting = canAct ? strike.waits : strike.starts;
  return (
    <div class="strike">
      <p class="note" role="status" data-testid="strike-note">
        {isStuck ? strike.stuck(down.length) : isArmed ? waiting : ""}
      </p>
      <button
        type="button"
        class="primary"
        aria-pressed={isArmed}
        onClick={() => setArmed(!isArmed)}
        data-testid="strike"
      >
        {strike.crash}
      </button>
      {first && (
        <button
          type="button"
          disabled={!canAct}
          onClick={() => on.act(crashOrRestart(first))}
          data-testid="revive"
        >
          {strike.restart(first.id)}
        </button>
      )}
    </div>
  );
}

/** leaderOf is the newest of those that stand out: an old leader may still believe in itself. */
function leaderOf({ protocol, servers }: Frame): ServerView | undefined {
  return servers
    .filter((one) => one.up && ringPart(protocol).isCrowned(one))
    .sort((a, b) => b.level - a.level)[0];
}
