// The setups of the protocols that play stories about a leader.

const HEADS: Readonly<Record<string, readonly string[]>> = {
  raft: [],
  paxos: ["protocol paxos", "mode multi"],
  zab: ["protocol zab"],
};

export const canPlay = (protocol: string): boolean => protocol in HEADS;

/** setupLines are the lines of such a setup. */
export function setupLines(protocol: string): readonly string[] {
  return HEADS[protocol] ?? [];
}
