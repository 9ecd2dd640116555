// What is known of each protocol's lines.
import { type LineRules, plainRules } from "./line-rules.ts";
import { paxosRules } from "./paxos/line-rules.ts";
import { raftRules } from "./raft/line-rules.ts";
import { replicaRules } from "./replicas/line-rules.ts";
import { wholeRules } from "./whole/line-rules.ts";
import { zabRules } from "./zab/line-rules.ts";

const RULES: Readonly<Record<string, (servers: number) => LineRules>> = {
  raft: () => raftRules,
  paxos: paxosRules,
  zab: () => zabRules,
  whole: () => wholeRules,
  replicas: () => replicaRules,
};

/** rulesOf are those of a run of so many servers: the same for the same run. */
export function rulesOf(protocol: string, servers: number): LineRules {
  return RULES[protocol]?.(servers) ?? plainRules;
}

/** serversOf reads how many servers a trace's header names. */
export function serversOf(header: readonly string[]): number {
  const named = header.find((line) => line.startsWith("# ") && line.includes(" servers="));
  return Number(/ servers=(\d+)/.exec(named ?? "")?.[1] ?? 0);
}
