// The logs: rows are servers, columns are indexes.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { levelClass } from "../../base/level.ts";
import type { RaftRun } from "../../engine/protocol-raft.ts";
import { enLogs } from "../../words/en-logs.ts";
import { memo } from "../memo.ts";
import { usePart } from "../part-of.ts";
import { serverSign } from "../ring/geometry.ts";
import { useLevels } from "../use-levels.ts";
import { type ChapterPart, useChapters } from "./chapter-part.ts";
import { cellState, type LogWindow, logWindow } from "./log-window.ts";
import { type Seat, seatOf } from "./seats.ts";
import { isRaft, leaderOf, type RaftServer } from "./server.ts";
import "./logs.css";

const HEAD_WIDTH = 52;
const COLUMN_WIDTH = 60;
/** COUNTS_WIDTH is what the column needs that says by which configuration a server counts. */
const COUNTS_WIDTH = 104;
const PIN_WIDTH = 40;
const COLUMNS_MIN = 4;
/** Above this many servers the rows are drawn closer together. */
const ROOMY_MAX = 6;
/** With snapshots, and where servers change, it is fewer: who counts takes room below. */
const FEW_MAX = 3;
const NOBODY: readonly RaftServer[] = [];

const isCounted = ({ raft }: RaftServer): boolean =>
  Boolean(raft.elections ?? raft.reads ?? raft.members ?? raft.snapshots);
const whoCounts = () => import("./who-counts.tsx");

export function Logs({ state, on }: ViewProps) {
  const { frame } = state;
  const servers = frame?.servers.filter(isRaft) ?? NOBODY;
  const [box, columns] = useColumns(beside(servers));
  const [first, setFirst] = useState(0);
  const leader = leaderOf(servers);
  const window = frame && logWindow(servers, columns, first);
  const counting = usePart(servers.some(isCounted), whoCounts);
  const move = (by: number): void => {
    if (!window) return;
    const next = window.first + by;
    setFirst(by > 0 && !window.hasLater ? 0 : Math.max(1, next));
  };
  return (
    <section
      class={frame?.raft?.members || frame?.raft?.snapshots ? "panel logs chaptered" : "panel logs"}
      aria-labelledby="logs-title"
    >
      <header>
        <h2 id="logs-title">{enLogs.title}</h2>
        <span class="legend" title={leader ? enLogs.legend(leader.id) : undefined}>
          {leader ? enLogs.legend(leader.id) : enLogs.noLeader}
        </span>
        {window && (window.hasEarlier || window.hasLater || first !== 0) && (
          <Buttons
            window={window}
            isMoved={first !== 0}
            onMove={move}
            onLatest={() => setFirst(0)}
            step={Math.ceil(columns / 2)}
          />
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="logs-box" ref={box} tabIndex={0}>
        {window && <Matrix servers={servers} window={window} run={frame.raft} own={frame.own} />}
      </div>
      {frame && counting && (
        <counting.WhoCounts frame={frame} lines={on.trace.lines(frame.branch)} />
      )}
    </section>
  );
}

interface ButtonsProps {
  window: LogWindow;
  isMoved: boolean;
  onMove(by: number): void;
  onLatest(): void;
  step: number;
}

function Buttons({ window, isMoved, onMove, onLatest, step }: ButtonsProps) {
  return (
    <span class="buttons">
      <button
        type="button"
        aria-label={enLogs.earlier}
        disabled={!window.hasEarlier}
        onClick={() => onMove(-step)}
      >
        ◂
      </button>
      <button
        type="button"
        aria-label={enLogs.later}
        disabled={!window.hasLater}
        onClick={() => onMove(step)}
      >
        ▸
      </button>
      <button
        type="button"
        aria-label={enLogs.latest}
        title={enLogs.latest}
        disabled={!isMoved}
        onClick={onLatest}
      >
        ⇥
      </button>
    </span>
  );
}

/** beside is the room that columns need which are no entries. */
function beside(servers: readonly RaftServer[]): number {
  const counts = servers.some(({ raft }) => raft.members) ? COUNTS_WIDTH : 0;
  return counts + (servers.some(({ raft }) => raft.snapshots?.base) ? PIN_WIDTH : 0);
}

/** useColumns measures how many columns fit, beside others that are so wide. */
function useColumns(others: number) {
  const box = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(8);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const room = element.clientWidth - HEAD_WIDTH - others - 16;
      setColumns(Math.max(COLUMNS_MIN, Math.floor(room / COLUMN_WIDTH)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [others]);
  return [box, columns] as const;
}

interface MatrixProps {
  servers: readonly RaftServer[];
  window: LogWindow;
  /** run is the run's own part of the frame. */
  run: RaftRun | undefined;
  /** own are the servers that run the learner's code. */
  own: readonly number[];
}

export function Matrix({ servers, window, run, own }: MatrixProps) {
  const leader = leaderOf(servers);
  const part = useChapters(run);
  const { first, last } = window;
  useLevels(servers.flatMap((server) => termsOf(server, window)));
  const isPinned = part !== null && first > 1 && servers.some(({ raft }) => baseOf(raft) > 0);
  return (
    <table
      class={servers.length > (run?.members || run?.snapshots ? FEW_MAX : ROOMY_MAX) ? "many" : ""}
    >
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{enLogs.index}</span>
          </th>
          {isPinned && <td class="pin" />}
          {indexesOf(first, last).map((index) => (
            <th key={index} scope="col">
              {index}
            </th>
          ))}
          {part && run?.members && (
            <th scope="col" class="counts-by">
              {enLogs.countsBy}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {servers.map((server) => (
          <Row
            key={server.id}
            server={server}
            sign={serverSign(server.id, own)}
            first={first}
            last={last}
            next={followed(server, leader)?.raft.nextIndex[server.id - 1] ?? 0}
            match={followed(server, leader)?.raft.matchIndex[server.id - 1] ?? 0}
            seat={seatOf({ raft: run, servers }, server.id)}
            part={part}
            isPinned={isPinned}
          />
        ))}
      </tbody>
    </table>
  );
}

/** termsOf are the terms that a server's row shows. */
function termsOf({ raft }: RaftServer, { first, last }: LogWindow): number[] {
  const { entries, logFrom, snapshots } = raft;
  const terms = entries.slice(Math.max(0, first - logFrom), last + 1 - logFrom);
  const folded = snapshots ? [snapshots.baseTerm, snapshots.arriving?.lastTerm ?? 0] : [];
  const runs = snapshots?.folded.filter(({ from, count }) => from + count > first) ?? [];
  return [...terms, ...runs].map(({ term }) => term).concat(folded);
}

function indexesOf(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** followed is the leader whose ideas of a server are shown: none of itself. */
function followed(server: RaftServer, leader: RaftServer | null): RaftServer | null {
  return leader && leader.id !== server.id ? leader : null;
}

interface RowProps {
  server: RaftServer;
  sign: string;
  first: number;
  last: number;
  /** next and match are the leader's two ideas of the server, 0 for none. */
  next: number;
  match: number;
  seat: Seat | null;
  part: ChapterPart | null;
  /** isPinned: there is a column for what is folded away before the first index. */
  isPinned: boolean;
}

const Row = memo((props: RowProps) => {
  const { server, first, last, seat, part, isPinned } = props;
  const { snapshots, members, lastIndex } = server.raft;
  const base = part ? baseOf(server.raft) : 0;
  // Up to here, a block stands in the place of entries. It begins in the pinned column, if there is one.
  const folded = isPinned || base >= first ? Math.min(base, last) : 0;
  const begin = Math.max(first, folded + 1);
  const arriving = part ? snapshots?.arriving : undefined;
  const from = Math.max(begin, lastIndex + 1);
  const to = arriving ? Math.min(arriving.lastIndex, last) : 0;
  return (
    <tr class={server.up ? "" : "down"}>
      <th scope="row">
        {props.sign}
        {part && <part.Seat seat={seat} />}
      </th>
      {part && snapshots && folded > 0 && (
        <td class={begin > first ? "" : "pin"} colSpan={begin - first + (isPinned ? 1 : 0)}>
          <part.Folded snapshots={snapshots} first={first} columns={begin - first} />
          <Marks {...props} from={first} to={begin - 1} />
        </td>
      )}
      {isPinned && folded === 0 && <td class="pin" />}
      {indexesOf(begin, last)
        .filter((index) => index <= from || index > to)
        .map((index) => (
          <td key={index} colSpan={index === from && to > from ? to - from + 1 : 1}>
            <Entry server={server} index={index} />
            {part && arriving && index === from && to >= from && (
              <part.Arriving arriving={arriving} columns={to - from + 1} />
            )}
            <Marks {...props} from={index} to={index} />
          </td>
        ))}
      {part && members && (
        <td class="counts-by">
          <part.CountsBy id={server.id} members={members} />
        </td>
      )}
    </tr>
  );
});

function baseOf({ snapshots }: RaftServer["raft"]): number {
  return snapshots?.base ?? 0;
}

/** Marks are those of a cell, or of a block over several. */
function Marks({ next, match, from, to }: RowProps & { from: number; to: number }) {
  return (
    <Markers
      isNext={next > 0 && next >= from && next <= to}
      isMatch={match > 0 && match >= from && match <= to}
    />
  );
}

function Entry({ server, index }: { server: RaftServer; index: number }) {
  const entry = server.raft.entries[index - server.raft.logFrom];
  if (!entry) return null;
  const state = cellState(server, index);
  return (
    <div
      class={`entry ${state} ${levelClass(entry.term)}${entry.configuration ? " configuration" : ""}`}
    >
      <span class="unseen">{enLogs.cell(entry.text, entry.term, enLogs[state])}</span>
      <span class="text" aria-hidden="true">
        <b>{entry.configuration ? enLogs.configuration(entry.text) : entry.text}</b>
        <small>{`t${entry.term}${state === "applied" ? " ✓" : ""}`}</small>
      </span>
    </div>
  );
}

interface MarkersProps {
  isNext: boolean;
  isMatch: boolean;
}

/** The leader's two ideas of a follower: where it sends from next, and how far the logs match. */
function Markers({ isNext, isMatch }: MarkersProps) {
  return (
    <>
      {isNext && (
        <span class="marker next" title={enLogs.next}>
          ▸
        </span>
      )}
      {isMatch && <span class="marker match" title={enLogs.match} />}
    </>
  );
}
