// Three panes side by side, with borders that a mouse or the arrow keys move; on a narrow screen, tabs.
import type { ComponentChild } from "preact";
import { useRef, useState } from "preact/hooks";
import { keys } from "../../course/storage.ts";
import { isUnderWay, type Pane, type Workspace } from "../../course/workspace/state.ts";
import type { Session } from "./session.ts";

interface Props {
  workspace: Workspace;
  session: Session;
  parts: Record<Pane, ComponentChild>;
}

/** Borders are where the two lie, in per cent of the width. */
type Borders = readonly [number, number];

const PANES: readonly Pane[] = ["task", "code", "checks"];
const BORDERS: Borders = [27, 72];
const LEAST = 15;
const STEP = 2;

export function Panes({ workspace, session, parts }: Props) {
  const { words, storage } = session;
  const frame = useRef<HTMLDivElement>(null);
  const [borders, setBorders] = useState(() => bordersOf(storage.get(keys.panes)));
  const move = (which: 0 | 1, to: number, final: boolean): void => {
    const next = moved(borders, which, to);
    setBorders(next);
    if (final) storage.set(keys.panes, next);
  };
  const names = words.panes;
  const [first, second] = borders;
  const columns = `minmax(0, ${first}fr) 12px minmax(0, ${second - first}fr) 12px minmax(0, ${100 - second}fr)`;
  const border = (which: 0 | 1, label: string) => (
    <Border
      label={label}
      value={borders[which]}
      frame={() => frame.current}
      onMove={(to, final) => move(which, to, final)}
    />
  );
  return (
    <>
      <Tabs workspace={workspace} session={session} />
      <div
        class="panes"
        ref={frame}
        data-pane={workspace.pane}
        style={{ gridTemplateColumns: columns }}
      >
        {parts.task}
        {border(0, names.resize(names.task, names.code))}
        {parts.code}
        {border(1, names.resize(names.code, names.checks))}
        {parts.checks}
      </div>
    </>
  );
}

function Border(props: {
  label: string;
  value: number;
  frame(): HTMLElement | null;
  onMove(to: number, final: boolean): void;
}) {
  const { label, value, frame, onMove } = props;
  const percentOf = (event: PointerEvent): number => {
    const box = frame()?.getBoundingClientRect();
    return box ? ((event.clientX - box.left) / box.width) * 100 : value;
  };
  const onKey = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: value - STEP, ArrowRight: value + STEP, Home: 0, End: 100 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(to, true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot take the focus; this is a splitter
    <div
      class="border"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={Math.round(value)}
      aria-valuemin={0}
      aria-valuemax={100}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
        event.currentTarget.focus();
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onMove(percentOf(event), false);
      }}
      onPointerUp={(event) => onMove(percentOf(event), true)}
    />
  );
}

/** moved keeps each pane wide enough to be found again. */
export function moved([first, second]: Borders, which: 0 | 1, to: number): Borders {
  if (which === 0) return [clamp(to, LEAST, second - LEAST), second];
  return [first, clamp(to, first + LEAST, 100 - LEAST)];
}

export function bordersOf(value: unknown): Borders {
  if (!Array.isArray(value) || value.length !== 2) return BORDERS;
  const [first, second] = value.map(Number) as [number, number];
  const makesSense = first >= LEAST && second >= first + LEAST && second <= 100 - LEAST;
  return makesSense ? [first, second] : BORDERS;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function Tabs({ workspace, session }: Omit<Props, "parts">) {
  const { words, on } = session;
  const row = useRef<HTMLDivElement>(null);
  const choose = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = (PANES.indexOf(workspace.pane) + by + PANES.length) % PANES.length;
    on.pane(PANES[at] ?? "task");
    row.current?.querySelectorAll<HTMLElement>("[role=tab]")[at]?.focus();
  };
  return (
    <div
      class="pane-tabs"
      role="tablist"
      aria-label={words.panes.label}
      ref={row}
      onKeyDown={choose}
    >
      {PANES.map((pane) => (
        <button
          key={pane}
          type="button"
          role="tab"
          id={`tab-${pane}`}
          aria-controls={`pane-${pane}`}
          aria-selected={workspace.pane === pane}
          tabIndex={workspace.pane === pane ? 0 : -1}
          onClick={() => on.pane(pane)}
          data-testid={`tab-${pane}`}
        >
          {words.panes[pane]}
          <Sign workspace={workspace} pane={pane} />
        </button>
      ))}
    </div>
  );
}

/** Sign marks a tab whose content has changed. */
function Sign({ workspace, pane }: { workspace: Workspace; pane: Pane }) {
  if (pane === "code" && workspace.problems.length > 0) {
    return <span class="count"> {workspace.problems.length}</span>;
  }
  if (pane !== "checks") return null;
  if (isUnderWay(workspace.run)) return <span aria-hidden="true"> …</span>;
  const verdict = workspace.run.report?.verdict;
  return verdict ? <span aria-hidden="true">{verdict === "pass" ? " ✓" : " ✗"}</span> : null;
}
