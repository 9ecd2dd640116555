// What the reader can do now: a row for each verb of the budget, and a button for each command.
import { useState } from "preact/hooks";
import type { Frame } from "../../engine/protocol.ts";
import * as lines from "../../run/commands.ts";
import type { PuzzleWords } from "../../words/puzzles.ts";
import { isOver, type Row, rowsOf } from "./moves-of.ts";

interface Props {
  frame: Frame;
  words: PuzzleWords;
  /** ask is the command that judges, "" if there is none. */
  ask: string;
  isBusy: boolean;
  refused: string;
  onAct(line: string): void;
}

export function Moves({ frame, words, ask, isBusy, refused, onAct }: Props) {
  const over = isOver(frame);
  const closed = isBusy || over || frame.past;
  return (
    <section class="panel moves" aria-labelledby="moves-title">
      <header>
        <h2 id="moves-title">{words.moves.title}</h2>
      </header>
      <div class="moves-body">
        {over && <p class="note">{words.moves.none}</p>}
        {!over &&
          rowsOf(frame).map((row) => (
            <MoveRow
              key={row.verb}
              row={row}
              frame={frame}
              words={words}
              closed={closed}
              onAct={onAct}
            />
          ))}
        {!over && ask && (
          <button type="button" disabled={closed} onClick={() => onAct(ask)} data-testid="ask">
            {words.moves.judge}
          </button>
        )}
        <p class="wrong" role="status" data-testid="refused">
          {refused && words.did.refused(refused)}
        </p>
      </div>
    </section>
  );
}

interface RowProps extends Pick<Props, "frame" | "words" | "onAct"> {
  row: Row;
  closed: boolean;
}

function MoveRow(props: RowProps) {
  const { row, words } = props;
  const left = row.of === 0 ? words.moves.free : row.left > 0 ? `${row.left}×` : words.moves.spent;
  const shut = props.closed || (row.of > 0 && row.left === 0);
  return (
    <fieldset class={shut ? "move-row shut" : "move-row"} data-testid={`row-${row.verb}`}>
      <legend>
        {words.moves.verb(row.verb)} <small>{left}</small>
      </legend>
      {row.form === "picks" && <Picks {...props} shut={shut} />}
      {row.form === "partition" && <Partition {...props} shut={shut} />}
      {row.form === "link" && <Link {...props} shut={shut} />}
      {row.form === "put" && <Put {...props} shut={shut} />}
    </fieldset>
  );
}

interface FormProps extends RowProps {
  shut: boolean;
}

/** LONG are the verbs whose choices have long names. */
const LONG = /^(deliver|retry)$|\+message$/;

function Picks({ row, words, shut, onAct }: FormProps) {
  if (row.picks.length === 0) return <p class="note">{words.moves.nothing}</p>;
  return (
    <span class={LONG.test(row.verb) ? "picks long" : "picks"}>
      {row.picks.map(({ line, label, able, server }) => (
        <button
          key={line}
          type="button"
          disabled={shut || !able}
          aria-label={`${words.moves.verb(row.verb)} ${label}`.trim()}
          onClick={() => onAct(line)}
          data-line={line}
          data-server={server || undefined}
        >
          {label || words.moves.verb(row.verb)}
        </button>
      ))}
    </span>
  );
}

function Partition({ frame, words, shut, onAct }: FormProps) {
  const [group, setGroup] = useState<readonly number[]>([]);
  const line = lines.partition(group, frame.servers.length);
  const toggle = (id: number): void =>
    setGroup(group.includes(id) ? group.filter((one) => one !== id) : [...group, id].sort());
  return (
    <span class="picks">
      {frame.servers.map(({ id }) => (
        <label key={id} class="tick">
          <input
            type="checkbox"
            checked={group.includes(id)}
            disabled={shut}
            onChange={() => toggle(id)}
            data-testid={`group-${id}`}
          />
          {`S${id}`}
        </label>
      ))}
      <button
        type="button"
        disabled={shut || !line}
        onClick={() => line && onAct(line)}
        data-testid="group-cut"
      >
        {words.moves.cutOff}
      </button>
    </span>
  );
}

function Link({ row, frame, words, shut, onAct }: FormProps) {
  const [from, setFrom] = useState("S1");
  const [to, setTo] = useState("S2");
  const ends = frame.servers.map(({ id }) => `S${id}`);
  return (
    <span class="picks">
      <End label={words.moves.from} ends={ends} value={from} shut={shut} onChange={setFrom} />
      <End label={words.moves.to} ends={ends} value={to} shut={shut} onChange={setTo} />
      <button
        type="button"
        disabled={shut || from === to}
        onClick={() => onAct(`${row.verb} ${from} > ${to}${row.after}`)}
        data-testid={`link-${row.verb}`}
      >
        {words.moves.link(row.verb)}
      </button>
    </span>
  );
}

interface EndProps {
  label: string;
  ends: readonly string[];
  value: string;
  shut: boolean;
  onChange(end: string): void;
}

function End({ label, ends, value, shut, onChange }: EndProps) {
  return (
    <label class="end">
      {label}
      <select
        value={value}
        disabled={shut}
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid={`end-${label}`}
      >
        {ends.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}

/** FIRST_VALUE stands in the field of a write. */
const FIRST_VALUE = "7";

function Put({ words, shut, onAct }: FormProps) {
  const [value, setValue] = useState(FIRST_VALUE);
  return (
    <form
      class="picks"
      onSubmit={(event) => {
        event.preventDefault();
        if (!shut && /^\w+$/.test(value)) onAct(`put x ${value}`);
      }}
    >
      <label class="end">
        x =
        <input
          class="mono"
          size={3}
          maxLength={8}
          value={value}
          disabled={shut}
          aria-label={words.moves.value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={shut} data-testid="write">
        {words.moves.write}
      </button>
    </form>
  );
}
