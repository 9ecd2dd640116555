// The logs: rows are servers, columns are indexes.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { levelClass } from "../../base/level.ts";
import type { Words } from "../../words/index.ts";
import { memo } from "../memo.ts";
import { usePart } from "../part-of.ts";
import { cellState, type LogWindow, logWindow } from "./log-window.ts";
import { isRaft, leaderOf, type RaftServer } from "./server.ts";
import "./logs.css";

const HEAD_WIDTH = 52;
const COLUMN_WIDTH = 60;
const COLUMNS_MIN = 4;
/** Above this many servers the rows are drawn closer together. */
const ROOMY_MAX = 6;
const NOBODY: readonly RaftServer[] = [];

const isCounted = ({ raft }: RaftServer): boolean => Boolean(raft.elections ?? raft.reads);
const whoCounts = () => import("./who-counts.tsx");

export function Logs({ state, on }: ViewProps) {
  const { frame, words } = state;
  const [box, columns] = useColumns();
  const [first, setFirst] = useState(0);
  const servers = frame?.servers.filter(isRaft) ?? NOBODY;
  const leader = leaderOf(servers);
  const window = frame && logWindow(servers, columns, first);
  const counting = usePart(servers.some(isCounted), whoCounts);
  const move = (by: number): void => {
    if (!window) return;
    const next = window.first + by;
    setFirst(by > 0 && !window.hasLater ? 0 : Math.max(1, next));
  };
  return (
    <section class="panel logs" aria-labelledby="logs-title">
      <header>
        <h2 id="logs-title">{words.logs.title}</h2>
        <span class="legend">{leader ? words.logs.legend(leader.id) : words.logs.noLeader}</span>
        {window && (window.hasEarlier || window.hasLater || first !== 0) && (
          <span class="buttons">
            <button
              type="button"
              aria-label={words.logs.earlier}
              disabled={!window.hasEarlier}
              onClick={() => move(-Math.ceil(columns / 2))}
            >
              ◂
            </button>
            <button
              type="button"
              aria-label={words.logs.later}
              disabled={!window.hasLater}
              onClick={() => move(Math.ceil(columns / 2))}
            >
              ▸
            </button>
            <button
              type="button"
              aria-label={words.logs.latest}
              title={words.logs.latest}
              disabled={first === 0}
              onClick={() => setFirst(0)}
            >
              ⇥
            </button>
          </span>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="logs-box" ref={box} tabIndex={0}>
        {window && <Matrix servers={servers} window={window} words={words} />}
      </div>
      {frame && counting && (
        <counting.WhoCounts frame={frame} lines={on.trace.lines(frame.branch)} />
      )}
    </section>
  );
}

/** useColumns measures how many columns fit. */
function useColumns() {
  const box = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(8);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const room = element.clientWidth - HEAD_WIDTH - 16;
      setColumns(Math.max(COLUMNS_MIN, Math.floor(room / COLUMN_WIDTH)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, columns] as const;
}

interface MatrixProps {
  servers: readonly RaftServer[];
  window: LogWindow;
  words: Words;
}

export function Matrix({ servers, window, words }: MatrixProps) {
  const leader = leaderOf(servers);
  const { first, last } = window;
  return (
    <table class={servers.length > ROOMY_MAX ? "many" : ""}>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{words.logs.index}</span>
          </th>
          {indexesOf(first, last).map((index) => (
            <th key={index} scope="col">
              {index}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {servers.map((server) => (
          <Row
            key={server.id}
            server={server}
            first={first}
            last={last}
            next={followed(server, leader)?.raft.nextIndex[server.id - 1] ?? 0}
            match={followed(server, leader)?.raft.matchIndex[server.id - 1] ?? 0}
            words={words}
          />
        ))}
      </tbody>
    </table>
  );
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
  first: number;
  last: number;
  /** next and match are the leader's two ideas of the server, 0 for none. */
  next: number;
  match: number;
  words: Words;
}

const Row = memo(({ server, first, last, next, match, words }: RowProps) => (
  <tr class={server.up ? "" : "down"}>
    <th scope="row">{`S${server.id}`}</th>
    {indexesOf(first, last).map((index) => (
      <td key={index}>
        <Entry server={server} index={index} words={words} />
        <Markers isNext={next === index} isMatch={match === index} words={words} />
      </td>
    ))}
  </tr>
));

function Entry({ server, index, words }: { server: RaftServer; index: number; words: Words }) {
  const entry = server.raft.entries[index - server.raft.logFrom];
  if (!entry) return null;
  const state = cellState(server, index);
  return (
    <div class={`entry ${state} ${levelClass(entry.term)}`}>
      <span class="unseen">{words.logs.cell(entry.text, entry.term, words.logs[state])}</span>
      <span class="text" aria-hidden="true">
        <b>{entry.text}</b>
        <small>{`t${entry.term}${state === "applied" ? " ✓" : ""}`}</small>
      </span>
    </div>
  );
}

interface MarkersProps {
  isNext: boolean;
  isMatch: boolean;
  words: Words;
}

/** The leader's two ideas of a follower: where it sends from next, and how far the logs match. */
function Markers({ isNext, isMatch, words }: MarkersProps) {
  return (
    <>
      {isNext && (
        <span class="marker next" title={words.logs.next}>
          ▸
        </span>
      )}
      {isMatch && <span class="marker match" title={words.logs.match} />}
    </>
  );
}
