// The page's English about bringing a whole Raft.
const plural = (count: number, one: string): string =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

export const enBring = {
  title: "Bring your own Raft",
  intro: [
    "A whole Raft that you wrote for a course runs here unchanged: goroutines, locks, sleeps and all.",
    "Go compiles it in this page. Then several of it play the situations that such servers get wrong, and random " +
      "schedules, in virtual time.",
    "What breaks is a sentence, the smallest run that shows it, and that run in the lab, event by event.",
  ],
  stays: "Nothing leaves your browser.",
  drop: "Drop the folder or a zip here",
  dropNote: "the server's package, or the course's folder around it",
  or: "or",
  folder: "Choose a folder",
  zip: "Choose a zip",
  reading: "Reading the files…",
  refused: "This was not taken",
  shapes: {
    title: "The shapes that are understood",
    list: [
      ["6.5840 since 2024", "Make(peers, me, persister, applyCh), with raftapi and tester1"],
      ["6.824 and 6.5840 until 2024", "with Persister and ApplyMsg in the package itself"],
      ["6.824 before 2018", "with ApplyMsg.Index, and relative imports"],
      ["go.etcd.io/raft", "a RawNode, made by New(*raft.Config)"],
      ["One function", "Step(now, input) without goroutines, as in exercise 13"],
    ],
    note:
      "A server has Make, Start and GetState; with Snapshot, snapshots are judged, too. Files that import testing " +
      "are left out.",
  },
  examples: {
    title: "No Raft at hand? Take an example",
    others: [
      ["right", "A right server, of the course’s shape"],
      ["etcd", "go.etcd.io/raft, which many systems use"],
      ["skeleton", "Write one: exercise 13, from a skeleton"],
    ],
    mistakes: "Servers with one mistake",
    unknown: (id: string) => `There is no example “${id}”.`,
    about: "An example: ",
  } as const,
  offer: {
    text: (name: string) => `Open the example “${name}” in the place of what is here?`,
    yes: "Open it",
    no: "Keep mine",
  },
  laptop: "On your laptop the same is one command:",
  page: {
    files: "Files",
    code: "Code",
    results: "Results",
    tabs: "Parts of the page",
    download: "Download as zip",
    another: "Bring another",
    forget: "Forget it",
    forgetNote: "This browser keeps it no longer; your own folder stays as you left it.",
    check: "Check",
    stop: "Stop",
    saved: { saved: "kept in this browser", saving: "saving…", memory: "not kept" },
    editor: (path: string) => `${path}, in Go. Escape, then Tab leaves the editor.`,
    complaintsIn: (count: number) => plural(count, "complaint"),
  },
  notes: {
    title: "What was made of it",
    kinds: {
      replaced: "replaced",
      "brought-along": "brought along",
      "left-out": "left out",
      assumed: "assumed",
    } as Readonly<Record<string, string>>,
    release: (release: string) => `Go ${release}`,
  },
  wanted: {
    schedules: "Random schedules",
    all: "Go on after the first failure",
  },
  results: {
    none:
      "Press Check or Shift+Enter: the folder is compiled here, and judged. A failure often shows in a few " +
      "seconds; a right server takes half a minute.",
    loading: (loaded: string, total: string) =>
      `Fetching the Go compiler: ${loaded} of ${total} MB`,
    awaiting: (made: number, total: number) =>
      `The Go compiler is being built, ${made} of ${total} parts.`,
    preparing: "Preparing the Go compiler…",
    notFetched: "The Go compiler was not fetched. Nothing can be checked without it.",
    compiling: "Compiling and linking…",
    run: (done: number, of: number) => (of > 0 ? `Run ${done} of ${of}` : "Starting five servers…"),
    shrinking: "Making the failure small…",
    progress: "Progress of the check",
    stopped: (done: number) =>
      done > 0 ? `Stopped after ${plural(done, "run")}.` : "Stopped before the first run was over.",
    failed: (why: string) => `The folder could not be judged: ${why}`,
    unfit: "No program can be made of this folder.",
    complaint: (file: string, line: number) =>
      line > 0 ? `${file}, line ${line}` : file || "The folder",
    more: (count: number) => `and ${count} more`,
    outdated: "You have changed the files since.",
    passed: (runs: number) => `All ${runs.toLocaleString("en")} runs pass.`,
    broken: (failed: number, runs: number) => `${failed} of ${plural(runs, "run")} failed.`,
    details: (events: number, seconds: string) => `${plural(events, "event")} · ${seconds} s`,
    known: (fields: readonly string[]) =>
      fields.length > 0
        ? `Fields that the lab knows by their names: ${fields.join(", ")}.`
        : "No field has a usual name: the server was judged from outside alone.",
    free: "Play with it in the lab",
    freeTitle: "Five servers of yours",
    first: "The check ended at the first failure.",
    verdicts: {
      safety: "wrong answer",
      liveness: "does not go on",
      crash: "crash",
    } as Readonly<Record<string, string>>,
  },
  finding: {
    where: (run: string, title: string, seed: string) => `in ${run}: ${title}, seed ${seed}`,
    small: (commands: number, minimal: boolean) =>
      `The small run: ${plural(commands, "command")}${minimal ? ", and none can be left out" : ""}`,
    whole: "The whole run",
    open: "Open in the lab",
    opening: "Opening…",
    notOpened: "The run could not begin: see the message above.",
    copy: "Copy the command",
    copied: "Copied",
    notCopied: "The browser does not allow it. The command:",
    command: (folder: string, seed: string, schedules: number) =>
      `raftlab bring ${folder} --seed ${seed} --schedules ${schedules} --save found`,
  },
};
