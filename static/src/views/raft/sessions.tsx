// The table of sessions of a server, below its state: what it remembers of each client, so that it carries out a
// command once (§8, thesis §6.3). Fetched with the first run that has sessions; its style is with whoever fetches it.
import { milliseconds } from "../../base/units.ts";
import type { SessionsView, SessionView } from "../../engine/protocol-raft.ts";
import { enLab } from "../../words/en-lab.ts";

const words = enLab.sessions;
const HEADS = ["session", "last", "results", "expires"] as const;
/** More results than these are only counted. */
const RESULTS_MAX = 4;

interface Props {
  sessions: SessionsView;
  /** of is the server whose table it is, where that is not plain. */
  of?: number;
}

export function Sessions({ sessions: { now, open }, of = 0 }: Props) {
  return (
    <table class="sessions" data-testid="sessions">
      <caption title={words.clock(milliseconds(now))}>
        {of > 0 ? words.titleOf(`S${of}`) : words.title}
      </caption>
      <thead>
        <tr>
          {HEADS.map((one) => (
            <th key={one} scope="col" title={words.heads[one][1]}>
              {words.heads[one][0]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {open.map((one) => (
          <Row key={one.session} session={one} />
        ))}
        {open.length === 0 && (
          <tr>
            <td colSpan={HEADS.length}>{words.empty}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Row({ session: { session, client, results, expiresAt } }: { session: SessionView }) {
  const shown = results.slice(-RESULTS_MAX);
  const more = results.length - shown.length;
  return (
    <tr data-session={session}>
      <th scope="row">{words.session(session, client > 0 ? `C${client}` : "")}</th>
      <td>{results.at(-1)?.sequence ?? words.none}</td>
      <td class="results">
        {more > 0 && `${words.more(more)} `}
        {shown.map(({ sequence, text }) => (
          <div key={sequence}>{words.result(sequence, text)}</div>
        ))}
        {results.length === 0 && words.none}
      </td>
      <td>{expiresAt > 0 ? words.at(milliseconds(expiresAt)) : words.never}</td>
    </tr>
  );
}
