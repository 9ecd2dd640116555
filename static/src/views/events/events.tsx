// The event table: everything that the diagram shows, for people who prefer to read. It has as many
// rows as are in sight, and the same event is chosen here and there.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { seconds } from "../../base/units.ts";
import { GROUPS, groupsOf } from "../../timeline/kinds.ts";
import { CLIENT_LANE, type Timeline, WORLD_LANE } from "../../timeline/timeline.ts";
import type { DiagramWords } from "../../words/diagram.ts";
import { ALL, type Filter, Rows, sliceOf } from "./rows.ts";

interface Props {
  timeline: Timeline;
  servers: number;
  protocol: string;
  words: DiagramWords;
  chosen: number;
  /** shown is the last event that the page shows, which the table follows while nothing is chosen. */
  shown: number;
  onChoose(event: number): void;
  onSeek(event: number): void;
}

const ROW_HEIGHT = 24;
const PAGE_ROWS = 10;

export function EventTable(props: Props) {
  const { timeline, words } = props;
  const [filter, setFilter] = useState<Filter>(ALL);
  const rows = useMemo(() => new Rows(timeline, filter), [timeline, filter]);
  const count = rows.length;
  return (
    <div class="events" data-testid="events">
      <div class="events-filter">
        <Filters
          servers={props.servers}
          protocol={props.protocol}
          filter={filter}
          words={words}
          onFilter={setFilter}
        />
        <span data-testid="events-count">{words.table.count(count, timeline.length)}</span>
      </div>
      <Grid {...props} rows={rows} count={count} />
    </div>
  );
}

function Filters({
  servers,
  protocol,
  filter,
  words,
  onFilter,
}: {
  servers: number;
  protocol: string;
  filter: Filter;
  words: DiagramWords;
  onFilter(filter: Filter): void;
}) {
  const { table } = words;
  return (
    <>
      <label>
        {table.whereFilter}{" "}
        <select
          value={filter.lane}
          data-testid="events-where"
          onChange={(event) => onFilter({ ...filter, lane: Number(event.currentTarget.value) })}
        >
          <option value={-1}>{table.everywhere}</option>
          {Array.from({ length: servers }, (_, lane) => (
            <option key={lane} value={lane}>
              {words.server(lane + 1)}
            </option>
          ))}
          <option value={CLIENT_LANE}>{words.clients}</option>
          <option value={WORLD_LANE}>{words.world}</option>
        </select>
      </label>
      <label>
        {table.kindFilter}{" "}
        <select
          value={filter.kind}
          data-testid="events-kind"
          onChange={(event) => onFilter({ ...filter, kind: event.currentTarget.value })}
        >
          <option value="">{table.everything}</option>
          {groupsOf(protocol).map((group) => (
            <optgroup key={group} label={table.groups[group]}>
              <option value={group}>{table.groups[group]}</option>
              {GROUPS[group].map((kind) => (
                <option key={kind} value={kind}>
                  {kind}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
    </>
  );
}

function Grid(props: Props & { rows: Rows; count: number }) {
  const { words, chosen, shown, rows, count, onChoose, onSeek } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const height = useHeight(scroller);
  const wanted = chosen > 0 ? chosen : shown;
  useEffect(() => {
    const element = scroller.current;
    if (element) bringIntoSight(element, rows.rowOf(wanted));
  }, [wanted, rows]);
  const { table } = words;
  const keyed = (event: KeyboardEvent): void => {
    const next = rowAfter(event.key, rows.rowOf(wanted), count, chosen > 0);
    if (event.key === "Enter" && chosen > 0) onSeek(chosen);
    else if (next >= 0) onChoose(rows.at(next));
    else return;
    event.preventDefault();
  };
  const columns = [table.event, table.time, table.where, table.kind, table.what, table.cause];
  return (
    <div
      ref={scroller}
      class="events-scroll"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that one walks in
        role="grid"
        tabIndex={0}
        aria-label={table.label}
        aria-rowcount={count + 1}
        aria-activedescendant={chosen > 0 ? `event-row-${chosen}` : undefined}
        data-testid="events-grid"
        onKeyDown={keyed}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowsInSight {...props} top={top} height={height} />
        </tbody>
      </table>
      {count === 0 && <p class="empty">{table.nothing}</p>}
    </div>
  );
}

/** useHeight is the height of an element, now and after each change of its size. */
function useHeight(of: { current: HTMLElement | null }): number {
  const [height, setHeight] = useState(240);
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return height;
}

interface InSightProps extends Props {
  rows: Rows;
  count: number;
  top: number;
  height: number;
}

function RowsInSight(props: InSightProps) {
  const { top, height, count, rows, chosen, timeline, words, onChoose, onSeek } = props;
  const { first, last } = sliceOf(top, height - ROW_HEIGHT, ROW_HEIGHT, count);
  return (
    <>
      <Space rows={first} />
      {Array.from({ length: last - first }, (_, i) => {
        const event = rows.at(first + i);
        return (
          <Row
            key={event}
            timeline={timeline}
            event={event}
            row={first + i}
            words={words}
            chosen={event === chosen}
            onChoose={onChoose}
            onSeek={onSeek}
          />
        );
      })}
      <Space rows={count - last} />
    </>
  );
}

/** Space keeps the room of rows that are out of sight. */
function Space({ rows }: { rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr style={{ height: `${rows * ROW_HEIGHT}px` }}>
      <td colSpan={6} />
    </tr>
  );
}

function Row({
  timeline,
  event,
  row,
  words,
  chosen,
  onChoose,
  onSeek,
}: {
  timeline: Timeline;
  event: number;
  row: number;
  words: DiagramWords;
  chosen: boolean;
  onChoose(event: number): void;
  onSeek(event: number): void;
}) {
  return (
    <tr
      class={chosen ? "chosen" : ""}
      id={`event-row-${event}`}
      aria-rowindex={row + 2}
      aria-selected={chosen}
      data-event={event}
      onClick={() => onChoose(event)}
      onDblClick={() => onSeek(event)}
    >
      <td>{event}</td>
      <td>{seconds(timeline.time(event))}</td>
      <td>{where(timeline, event, words)}</td>
      <td>{timeline.kindName(event)}</td>
      <td title={timeline.details(event)}>{timeline.details(event)}</td>
      <td>{timeline.cause(event) || ""}</td>
    </tr>
  );
}

export function where(timeline: Timeline, event: number, words: DiagramWords): string {
  const lane = timeline.lane(event);
  if (lane === WORLD_LANE) return words.world;
  return lane === CLIENT_LANE ? words.clients : words.server(lane + 1);
}

/** rowAfter is the row that a key leads to, -1 for a key that means nothing here. */
export function rowAfter(key: string, row: number, count: number, chosen: boolean): number {
  const to = (wanted: number): number => Math.min(count - 1, Math.max(0, wanted));
  // The first press chooses the current row.
  const step = chosen ? 1 : 0;
  switch (key) {
    case "ArrowUp":
    case "ArrowLeft":
      return to(row - step);
    case "ArrowDown":
    case "ArrowRight":
      return to(row + step);
    case "PageUp":
      return to(row - PAGE_ROWS);
    case "PageDown":
      return to(row + PAGE_ROWS);
    case "Home":
      return to(0);
    case "End":
      return to(count - 1);
    default:
      return -1;
  }
}

function bringIntoSight(element: HTMLElement, row: number): void {
  const top = row * ROW_HEIGHT;
  const height = element.clientHeight - 2 * ROW_HEIGHT;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top > element.scrollTop + height) element.scrollTop = top - height;
}
