// The page's English about whole servers in the lab.
import type { PromiseText } from "./teach.ts";

const taught = (sentence: string, lesson: string): PromiseText => ({
  sentence,
  lesson,
  breaks: null,
});

export const enWhole = {
  follows: "follows",
  leads: "leads",
  stuck: "stuck",
  /** trouble is by the kind that the program's host names. */
  trouble: {
    hangs: "hangs",
    leaks: "leaks goroutines",
    endless: "does not rest",
    exited: "ended itself",
  } as Readonly<Record<string, string>>,
  saved: (state: number, snapshot: number) =>
    snapshot > 0 ? `${state} bytes, snapshot ${snapshot} bytes` : `${state} bytes`,
  logs: {
    title: "Logs",
    legend: "the program's own log, by index · term t · ✓ applied · hatched: not applied here",
    appliedTitle: "Applied",
    appliedLegend: "✓ applied, by index · no log is seen",
    note: "applied",
    applied: (index: number) => (index > 0 ? `up to ${index}` : "nothing"),
    term: (term: number) => `t${term}`,
    isApplied: "applied",
    inLog: "in the log, not applied",
    folded: "snap",
    inSnapshot: "in its snapshot",
  },
  questions: {
    entry: (index: number, term: number) => `Who has entry ${index} of term ${term}`,
    votes: (candidate: number, term: number) => `Votes for S${candidate} in term ${term}`,
  },
  rows: {
    getState: "GetState",
    state: (term: number, leads: boolean) => (leads ? `term ${term}, leads` : `term ${term}`),
    noAnswer: "does not return",
    trouble: "trouble",
    applied: "applied",
    saved: "saved",
    calls: "calls that wait",
    printed: "Printed in this step",
    stack: "Where it is",
    goroutines: (count: number) => (count === 1 ? "1 goroutine" : `${count} goroutines`),
  },
  marks: { leads: "leads", snapshot: (index: string) => `snapshot ${index}` },
  side: {
    title: "Programs",
    goroutines: "Goroutines, and calls that wait",
    runs: (goroutines: number, calls: number) => `${goroutines}, ${calls} waiting`,
    saved: "Saved",
    known: (fields: readonly string[]) =>
      `The lab knows these fields by their names: ${fields.join(", ")}.`,
    unknown: "None of the program's fields has a usual name: it is judged from outside alone.",
  },
  stands: { term: "term", applied: "applied to" },
  shapes: {
    title: "Shapes of whole servers",
    list: [
      ["follows", "follows", "a server that does not say that it leads"],
      ["leads", "leads", "GetState says that it leads"],
      ["down", "crashed", "a crashed server"],
      ["asks", "vote", "a call with a vote in its name"],
      ["data", "entries", "a call that carries entries"],
      ["routine", "heartbeat", "a call to append that carries none"],
      ["box", "snapshot", "a call with a snapshot in its name"],
      ["reply", "reply", "what a call brings back; any other call"],
    ],
  } as const,
  promises: {
    "election-safety": taught("In one term at most one server says that it leads.", "a2-terms"),
    terms: taught("The term that a server says it is in never falls.", "a2-terms"),
    "state-machine-safety": taught(
      "At one index all servers apply the same command.",
      "c1-five-promises",
    ),
    "apply-order": taught(
      "A server applies one index after the other, and leaves out none.",
      "b1-write-path",
    ),
    snapshots: taught("A snapshot never takes a server back.", "d3-snapshots"),
    responds: taught("Start, GetState and each call return.", "b1-write-path"),
    goroutines: taught("Goroutines end, and do not pile up.", "a3-timeouts"),
    rests: taught("Between two events the program comes to rest.", "a3-timeouts"),
    "stays-up": taught(
      "The program does not panic, and does not end itself.",
      "c3-crashes-and-answers",
    ),
    "save-first": taught(
      "What a message promises is saved before the message leaves.",
      "d1-save-first",
    ),
    restored: taught("After a restart a server has what it last saved.", "d1-save-first"),
    "log-matching": taught(
      "Where two logs agree on an entry, they agree on all before it.",
      "c1-five-promises",
    ),
    "leader-completeness": taught("A new leader has all that was ever committed.", "a5-up-to-date"),
    linearizability: taught(
      "Each operation seems to happen at one moment between the question and its answer.",
      "h1-consistency",
    ),
    progress: taught(
      "When most servers reach each other, one leads, and commands are applied.",
      "a3-timeouts",
    ),
    durability: taught("What a client was told is done is never lost.", "c1-five-promises"),
    "snapshot-size": taught(
      "What is saved stays small when the service has taken snapshots.",
      "d3-snapshots",
    ),
    economy: taught("An agreement takes a bounded number of calls and bytes.", "b7-speed"),
  } satisfies Readonly<Record<string, PromiseText>>,
};

/** Notes say what each row of the inspector is, by its name. Those of the program's own fields are with Raft's. */
export const enWholeNotes: Readonly<Record<string, string>> = {
  [enWhole.rows.getState]:
    "What the program says when it is asked: its term, and whether it leads.",
  [enWhole.rows.trouble]: "What is wrong with the program itself, as its host sees it.",
  [enWhole.rows.applied]: "Up to which index it has sent commands on the apply channel.",
  [enWhole.rows.saved]: "The bytes that the persister has, which survive a crash (Figure 2).",
  [enWhole.rows.calls]: "Calls of other servers that have not come back yet.",
};
