// What is known of each protocol's lines.
import { type LineRules, plainRules } from "./line-rules.ts";
import { raftRules } from "./raft/line-rules.ts";

const RULES: Readonly<Record<string, LineRules>> = { raft: raftRules };

export function rulesOf(protocol: string): LineRules {
  return RULES[protocol] ?? plainRules;
}
