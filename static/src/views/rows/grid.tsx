// Rows of cells: a row a server, a column a place in what the servers agree on. A protocol says what stands in them.
import { levelClass } from "../../base/level.ts";
import { enProtocols as words } from "../../words/en-protocols.ts";
import { serverSign } from "../ring/geometry.ts";
import { useLevels } from "../use-levels.ts";
import "./rows.css";

/** Look: settled is solid, taken hatched; coming is on its way, or missing; cut is to be removed, or lost. */
export type Look = "settled" | "taken" | "coming" | "cut";

export interface Cell {
  text: string;
  /** small stands below the text. */
  small: string;
  level: number;
  look: Look;
  /** said is what a screen reader says of the look. */
  said: string;
}

export interface Column {
  key: string;
  head: string;
  /** isMarked columns have a bracket above. */
  isMarked?: boolean;
}

export interface GridRow {
  id: number;
  isDown: boolean;
  /** cells has one element for each column, null for none. */
  cells: readonly (Cell | null)[];
  /** gate is the column at whose left side a promise stands: all before it is shut. Absent for no promise. */
  gate?: number;
  /** note stands behind the cells. */
  note: string;
  /** warns marks the note. */
  warns?: boolean;
}

export interface GridData {
  columns: readonly Column[];
  rows: readonly GridRow[];
  /** noteHead is above the notes. */
  noteHead: string;
}

export function Grid({ grid, own }: { grid: GridData; own: readonly number[] }) {
  const { columns, rows, noteHead } = grid;
  useLevels(rows.flatMap(({ cells }) => cells.map((cell) => cell?.level ?? 0)));
  return (
    <table class={tableClass(rows.length, columns.length)}>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{words.server}</span>
          </th>
          {columns.map(({ key, head, isMarked }) => (
            <th key={key} scope="col" class={isMarked ? "marked" : undefined}>
              {head}
            </th>
          ))}
          <th scope="col" class="note">
            {noteHead}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} columns={columns} sign={serverSign(row.id, own)} />
        ))}
      </tbody>
    </table>
  );
}

/** MANY: above this many servers a row is a line, and above so many columns they are narrow. */
const MANY = 3;
const WIDE_MAX = 5;

function tableClass(rows: number, columns: number): string {
  if (rows <= MANY) return "rows";
  return columns > WIDE_MAX ? "many narrow rows" : "many rows";
}

const LOOKS: Readonly<Record<Look, string>> = {
  settled: "",
  taken: "uncommitted",
  coming: "coming",
  cut: "struck",
};

interface RowProps {
  row: GridRow;
  columns: readonly Column[];
  sign: string;
}

function Row({ row, columns, sign }: RowProps) {
  const { id, isDown, cells, gate, note, warns } = row;
  return (
    <tr class={isDown ? "down" : undefined} data-testid={`row-${id}`}>
      <th scope="row">{sign}</th>
      {columns.map(({ key }, i) => (
        <td key={key} class={gateClass(gate, i)}>
          {cells[i] && <Content cell={cells[i]} />}
        </td>
      ))}
      <td class={warns ? "note warns" : "note"}>{note}</td>
    </tr>
  );
}

function gateClass(gate: number | undefined, i: number): string | undefined {
  if (gate === undefined) return undefined;
  if (i < gate) return "shut";
  return i === gate ? "gate" : undefined;
}

function Content({ cell: { text, small, level, look, said } }: { cell: Cell }) {
  return (
    <div
      class={`entry ${LOOKS[look]} ${levelClass(level)}`}
      title={`${text} ${small}, ${said}`}
      data-look={look}
    >
      <span class="text">
        <b>{text}</b>
        <small>{small}</small>
      </span>
      <span class="unseen">{said}</span>
    </div>
  );
}
