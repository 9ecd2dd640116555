// The inspector of a whole server: what GetState says, the program's own fields, its goroutines and what it printed.
import type { ServerView } from "../../engine/protocol.ts";
import type { FieldView, WholeView } from "../../engine/protocol-whole.ts";
import { enProtocols } from "../../words/en-protocols.ts";
import { enWhole, enWholeNotes } from "../../words/en-whole.ts";
import {
  type BelowProps,
  conditionRow,
  dataRow,
  faultRows,
  type InspectorPart,
  plainInspector,
  type Row,
  rowOf,
  type Seen,
} from "../server/rows.ts";
import { isWhole, type WholeServer } from "./server.ts";

const words = enWhole.rows;

export const wholeInspector: InspectorPart = {
  ...plainInspector,
  rows,
  notes: enWholeNotes,
  Below,
};

const isOld = (server: ServerView | null): server is WholeServer =>
  server !== null && isWhole(server);

function rows(seen: Seen): Row[] {
  const { server } = seen;
  if (!isWhole(server)) return plainInspector.rows(seen);
  const old = isOld(seen.before) && seen.before.up ? seen.before : null;
  const row = (name: string, read: (one: WholeView) => string): Row =>
    rowOf(name, server, old, ({ whole }) => read(whole));
  const { trouble, fields } = server.whole;
  return [
    conditionRow(seen),
    row(words.getState, getState),
    ...(trouble ? [row(words.trouble, (one) => one.trouble?.text ?? enProtocols.none)] : []),
    row(words.applied, ({ applied }) => String(applied)),
    ...fields.map((field) => fieldRow(field, server, old)),
    row(words.saved, ({ stateSize, snapshotSize }) => enWhole.saved(stateSize, snapshotSize)),
    row(words.calls, ({ calls }) => String(calls)),
    ...faultRows(seen),
    dataRow(seen),
  ];
}

function getState({ term, leads, stuck }: WholeView): string {
  return stuck ? words.noAnswer : words.state(term, leads);
}

/** USUAL are the names whose notes are those of Raft's own servers. */
const USUAL = /^(currentTerm|votedFor|log|commitIndex|lastApplied|nextIndex|matchIndex)$/;

/** fieldRow has a point before the name, so that it cannot be one of the lab's own rows. */
function fieldRow({ name }: FieldView, server: WholeServer, old: WholeServer | null): Row {
  const read = ({ whole }: WholeServer): string =>
    whole.fields.find((one) => one.name === name)?.value ?? "";
  const row = rowOf(`.${name}`, server, old, read);
  const usual = name.charAt(0).toLowerCase() + name.slice(1);
  return USUAL.test(usual) ? { ...row, about: usual } : row;
}

function Below({ server }: BelowProps) {
  if (!isWhole(server) || !server.up) return null;
  const { goroutines, stacks, printed, trouble } = server.whole;
  return (
    <div class="whole-below">
      {printed && (
        <section data-testid="printed-now">
          <h3>{words.printed}</h3>
          <pre>{printed.trimEnd()}</pre>
        </section>
      )}
      {trouble?.stack && (
        <section data-testid="trouble-stack">
          <h3>{words.stack}</h3>
          <pre>{trouble.stack.trimEnd()}</pre>
        </section>
      )}
      <section data-testid="goroutines">
        <h3>{words.goroutines(goroutines)}</h3>
        <ul>
          {stacks.map(({ state, where, count }) => (
            <li key={`${state} ${where}`}>
              {count > 1 && <b>{`${count} × `}</b>}
              <code>{where}</code> <span>{state}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
