// The selected server: actions on it, its whole state, and the learner's code that it ran.
import type { ViewProps } from "../../app/controls.ts";
import type { Frame, ServerView } from "../../engine/protocol.ts";
import * as lines from "../../run/commands.ts";
import { enLab } from "../../words/en-lab.ts";
import { enTeach } from "../../words/en-teach.ts";
import { GlossNote } from "../gloss/gloss.tsx";
import { Lazy } from "../lazy-part.tsx";
import { usePart } from "../part-of.ts";
import { inspectorPart } from "../protocols/inspector.ts";
import { style } from "../sheet.ts";
import type { InspectorPart, Row, TimerAct } from "./rows.ts";
import "./inspector.css";

export function Inspector({ state, on }: ViewProps) {
  const { frame, words, selected } = state;
  const server = frame?.servers[selected - 1];
  const change = state.changes[selected];
  const call = state.calls.findLast(
    (one) => one.server === selected && one.event <= (frame?.event ?? 0),
  );
  const part = frame && inspectorPart(frame.protocol);
  return (
    <section class="panel inspector" aria-labelledby="inspector-title">
      <header>
        <h2 id="inspector-title" data-testid="inspected">
          {server ? `S${server.id}` : enLab.server.title}
        </h2>
        {change && <span>{enLab.server.after(change.event)}</span>}
      </header>
      {frame && server && part ? (
        <>
          <Actions on={on} server={server} frame={frame} timer={part.timer} />
          {part.Acts && <part.Acts on={on} server={server} frame={frame} />}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
          <div class="scroll" tabIndex={0}>
            <StateTable
              rows={part.rows({ server, before: change?.before ?? null, frame, words })}
              own={part.notes}
            />
            {part.Below && <part.Below server={server} />}
            {call && (
              <p class="last-call" data-testid="last-call">
                <b>{enLab.server.call}</b>{" "}
                {enLab.server.lastCall(call.rule, call.lines.at(-1) ?? 0, call.event)}
              </p>
            )}
            {call && <OwnCode state={state} on={on} />}
            <GlossNote />
          </div>
        </>
      ) : (
        frame && <p class="empty">{enLab.server.none}</p>
      )}
    </section>
  );
}

async function ownInLab() {
  const [{ OwnInLab }] = await Promise.all([import("../own/in-lab.tsx"), style("own-call")]);
  return OwnInLab;
}

/** OwnCode shows the learner's function, with the lines of the last call, when somebody wants to see it. */
function OwnCode({ state, on }: ViewProps) {
  const open = state.code;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => on.dispatch({ kind: "selected", server: state.selected, code: !open })}
        data-testid="own-code"
      >
        {open ? enLab.server.hideCode : enLab.server.showCode}
      </button>
      {open && <Lazy load={ownInLab} words={state.words.diagram} props={{ state, on }} />}
    </>
  );
}

interface ActionsProps extends Pick<ViewProps, "on"> {
  server: ServerView;
  frame: Frame;
  timer: TimerAct | null;
}

function Actions({ on, server, frame, timer }: ActionsProps) {
  const words = enLab.server;
  const notes = enTeach.serverActs;
  const isolated = lines.isIsolated(server.id, frame);
  return (
    <fieldset class="actions" aria-label={words.actions}>
      <button
        type="button"
        data-testid="crash"
        title={server.up ? notes.crash : notes.restart}
        onClick={() => on.act(lines.crashOrRestart(server))}
      >
        {server.up ? words.crash : words.restart}
      </button>
      <button
        type="button"
        data-testid="pause"
        title={server.paused ? notes.resume : notes.pause}
        disabled={!server.up}
        onClick={() => on.act(lines.pauseOrResume(server))}
      >
        {server.paused ? words.resume : words.pause}
      </button>
      <button
        type="button"
        data-testid="isolate"
        title={isolated ? notes.rejoin : notes.isolate}
        disabled={frame.servers.length < 2}
        onClick={() => on.act(lines.isolateOrRejoin(server.id, frame))}
      >
        {isolated ? words.rejoin : words.isolate}
      </button>
      {(frame.manual || timer) && (
        <button
          type="button"
          data-testid="timeout"
          title={notes.fire}
          disabled={!server.up || (!frame.manual && timer?.isIdle(server))}
          onClick={() => on.act(lineOf(server.id, frame.manual ? null : timer))}
        >
          {frame.manual || !timer ? words.wake : timer.label}
        </button>
      )}
    </fieldset>
  );
}

/** lineOf fires a server's timer: the protocol's own, or the next one that a manual world waits for. */
function lineOf(id: number, timer: TimerAct | null): string {
  return timer ? timer.line(id) : lines.wake(id);
}

const notes = () => import("../../words/en-inspector.ts");

/** StateTable says of each row what it is, when somebody points at its name, walks to it or taps it. */
function StateTable({ rows, own }: { rows: Row[]; own: InspectorPart["notes"] }) {
  const words = usePart(true, notes);
  const noteOn = ({ about, name }: Row): string | undefined =>
    own[name] ?? words?.enInspector[about ?? name];
  return (
    <table class="state">
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <RowName name={row.name} note={noteOn(row)} />
            </th>
            <td class={row.before === null ? "" : "changed"}>
              {row.before !== null && (
                <>
                  <s>{row.before}</s>
                  {" → "}
                </>
              )}
              {row.now}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowName({ name, note }: { name: string; note: string | undefined }) {
  if (!note) return name;
  return (
    <button type="button" class="gloss" data-note={note}>
      {name}
    </button>
  );
}
