// Files that can be opened: a trace, or a scenario's text. Pure: texts in, a run out.
import { emptyRun } from "../../address/link.ts";
import { type Opened, openedLink, TRACE_MARK } from "../../address/opened.ts";

/** FILE_MAX bounds a file before it is read: a quarter of an hour of nine servers under random faults. */
export const FILE_MAX = 64 << 20;

/** readFile takes a trace file as raftlab writes it, or a scenario. */
export function readFile(name: string, text: string): Opened | null {
  if (text.trim() === "" || text.includes("\0")) return null;
  return text.startsWith(TRACE_MARK) ? readTrace(name, text) : readScenario(name, text);
}

function readScenario(name: string, text: string): Opened {
  const title = /^#\s*(.+)/.exec(text)?.[1] ?? name;
  return openedLink({ ...emptyRun, scenario: text, rules: "reference", title });
}

/** The label is `# scenario=… rules=… own=… exercises=… seed=…`, the script follows line by line behind `#|`. The
 * engine replays a trace from its header and its typed lines; it makes all other lines itself. */
function readTrace(name: string, text: string): Opened {
  const lines = text.split("\n");
  const label = lines.find((line) => line.startsWith("# scenario=")) ?? "";
  const field = (key: string): string => new RegExp(`(?:^| )${key}=(\\S*)`).exec(label)?.[1] ?? "";
  const id = field("scenario");
  const story = lines.find((line) => line.startsWith("#|"))?.slice(2) ?? "";
  const title = /^#\s*(.+)/.exec(story)?.[1] ?? (id || name);
  const rules = field("rules");
  const exercises = field("exercises").split(",").filter(Boolean);
  const needed = lines.filter((line) => /^(#(?! end )|\d+ \d+ \S+ do )/.test(line));
  const last = lines.findLast((line) => /^\d+ /.test(line)) ?? "";
  return {
    id,
    recorded: true,
    hash: /^# end .*sha256=([0-9a-f]{64})/m.exec(text.slice(-END))?.[1] ?? "",
    run: {
      ...emptyRun,
      scenario: `${needed.join("\n")}\n`,
      rules: rules === "own" ? "reference" : rules,
      own: rules === "own" ? "all" : field("own"),
      files: exercises.map((exercise) => ({ exercise, source: "" })),
      seed: field("seed"),
      title,
      event: Number.parseInt(last, 10) || 0,
    },
  };
}

/** END is how much of a file's end holds its last line. */
const END = 200;
