// The texts of the logs, in English.
import type { LogsWords } from "./lab.ts";

export const enLogs: LogsWords = {
  title: "Logs",
  legend: (leader) =>
    `solid known as committed · hatched not yet · ✓ applied · ▸\u00a0next •\u00a0match\u00a0of\u00a0S${leader}`,
  noLeader: "solid known as committed · hatched not yet · ✓ applied",
  index: "Index",
  earlier: "Earlier entries",
  later: "Later entries",
  latest: "Latest entries",
  cell: (text, term, state) => `${text}, term ${term}, ${state}`,
  applied: "applied",
  committed: "known as committed",
  uncommitted: "not known as committed",
  next: "the leader sends from here next",
  match: "the leader knows they match up to here",
  countsBy: "counts by",
  configuration: (text) => (text.includes(">") ? "joint" : text.length > 5 ? text : `C ${text}`),
};
