// English, for addresses of the lab that lead nowhere, or not quite where they say. Loaded with the lab.

export const enAstray = {
  scenario: (name: string) => `There is no scenario called “${name}”.`,
  rules: (name: string) => `There is no set of rules called “${name}”.`,
  meant: "Did you mean",
  all: "All scenarios",
  allRules: "All sets of rules",
  freePlay: "Free play: five servers and no story",
  ignored: (count: number) =>
    count === 1
      ? "One part of this address was left out:"
      : `${count} parts of this address were left out:`,
  /** because says why a part makes no sense. */
  because(name: string, scenario: boolean): string {
    if (scenario && OF_FREE_PLAY.has(name)) return "a scenario has its own";
    return REASONS[name] ?? "the lab knows nothing of this name";
  },
  dismiss: "Put this away",
};

const OF_FREE_PLAY: ReadonlySet<string> = new Set([
  "servers",
  "hand",
  "timeouts",
  "elections",
  "snapshots",
  "members",
]);

const REASONS: Readonly<Record<string, string>> = {
  servers: "a cluster has 1 to 9 servers, so this one has 5",
  seed: "a seed is a whole number below 2⁶⁴, so another was drawn",
  at: "an event is a whole number, so the run plays from its beginning",
  own: "own says whose code runs, such as own=all or own=S1,S3, and needs exercise=…",
  exercise: "exercise names the files of your code, such as exercise=vote, and needs own=…",
  hand: "to do everything by hand is hand=1",
  timeouts: "timeouts are three numbers of milliseconds, such as timeouts=150-300-50",
  elections: "elections are of prevote, stickiness, check-quorum and lease",
  snapshots: "snapshots are two numbers, entries and bytes, such as snapshots=20-64",
  members: "members are numbers of servers, such as members=1,2,3",
};
