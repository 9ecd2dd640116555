// English: snapshots, and changing the servers.
import type { ChapterWords } from "./chapters.ts";

export const enChapters: ChapterWords = {
  snapshots: {
    base: "base",
    last: "snapshot",
    arriving: "arriving",
    sending: "sends",
    voters: "voters in it",
    sessions: "sessions in it",
    none: "none",
    noneYet: "none yet",
    baseIs: (index, term) => (index === 0 ? "0, the whole log" : `${index}, term ${term}`),
    lastIs: (index, term, bytes) => `to ${index}, term ${term}, ${bytes} B`,
    arrives: (index, chunk, chunks, have, bytes) =>
      chunks > 0
        ? `to ${index} · ${chunk} of ${chunks}, ${have} of ${bytes} B`
        : `to ${index} · ${have} B, and nobody sends it any more`,
    sends: (server, chunk, chunks) => `${server}: ${chunk} of ${chunks} chunks confirmed`,
    open: (count) => `${count} open`,
    stack: (base) => String(base),
    whole: (base, last) =>
      last > base
        ? `Its log begins after entry ${base}; its last snapshot is up to entry ${last}`
        : base > 0
          ? `Its log begins after entry ${base}; what is before is a snapshot`
          : "It has no snapshot yet",
    block: (base, term) => `snapshot to ${base} · t${term}`,
    short: (base) => `to ${base}`,
    runs: (runs) => `folded: ${runs.join(", ")}`,
    run: (term, from, to) =>
      from === to ? `entry ${from} of term ${term}` : `entries ${from} to ${to} of term ${term}`,
    comes: (index, chunk, chunks) =>
      chunks > 0 ? `arriving: to ${index} · ${chunk} of ${chunks}` : `arrived in part: to ${index}`,
    part: (chunk, chunks) => (chunks > 0 ? `${chunk} of ${chunks}` : "in part"),
    take: "Take a snapshot",
    takeTitle: "The server replaces what it has applied by a snapshot, and cuts its log there (§7)",
    title: "Snapshot",
    server: "Server",
    name: (id) => `S${id}`,
    applied: (index, base) =>
      `It has applied up to entry ${index}, and its log begins after entry ${base}.`,
    every: (count) => `Each server takes one by itself after ${count} applied entries.`,
    never: "No server takes one by itself.",
    on: "Snapshots",
    onNote: "a server replaces the beginning of its log (§7)",
    everyField: "Every … entries",
    chunkField: "Chunk, bytes",
    wrong:
      "A snapshot is taken every 1 to 1048576 entries, 0 is never; a chunk has 1 to 65536 bytes.",
  },
  flow: {
    follower: (id) => `to S${id}`,
    state: (replicates, inFlight) => {
      const sent = inFlight.length > 0 ? `waits for ${inFlight.join(" ")}` : "all answered";
      return `${replicates ? "replicate" : "probe"}, ${sent}`;
    },
    snapshot: (chunk, chunks) => `snapshot, ${chunk} of ${chunks} chunks`,
    durable: "on its disk",
    upTo: (index) => `up to entry ${index}`,
  },
  members: {
    seats: {
      voter: "voter",
      old: "old",
      new: "new",
      both: "both",
      learner: "learner",
      removed: "removed",
      outside: "outside",
    },
    old: "C old",
    next: "C new",
    voters: "Voters",
    needs: (majority, count) => `needs ${majority} of ${count}`,
    counts: "counts by",
    countsBy: (index, seat) => (seat ? `@${index} · ${seat}` : `@${index}`),
    notInIt: "not in it",
    since: "since",
    sinceIs: (index, committed) =>
      index === 0
        ? "the beginning"
        : `entry ${index}, ${committed ? "committed" : "not yet committed"}`,
    mayChange: "may change",
    mayNow: "yes",
    mayNot: (reason) => `no: ${reason}`,
    reasons: { "it does not lead": "only a leader changes the servers" },
    stands: "stands for election",
    standsNot: "no: it has no vote",
    match: (half) => `match ${half}`,
    matched: (indexes, majority) => `${indexes.join(" ")} → ${majority}`,
    mayCommit: "a majority has",
    catchUp: "catches up",
    round: (servers, round, target, milliseconds) =>
      `${servers}, round ${round} of 10: to entry ${target}, ${milliseconds} ms so far`,
    entry: (index, term) => `Entry ${index} of term ${term}`,
    configuration: (text) => `, ${text}`,
    yes: (yes, count) => `${yes} of ${count}: yes`,
    notYet: (yes, count, majority) => `${yes} of ${count}: needs ${majority}`,
    bothMust: "both",
    notTheRule: (yes, count) => `${yes} of all ${count} say yes. That is not the rule.`,
    apart: "not counted",
    learner: (server, yes) => `${server}${yes ? " ✓" : ""}`,
    title: "Change the servers",
    one: "One server",
    name: (id) => `S${id}`,
    add: "Add",
    learn: "Add as learner",
    promote: "Promote",
    remove: "Remove",
    titles: {
      add: "The server gets the log first, and then votes (thesis §4.2.1)",
      learn: "The server gets the log, and does not count",
      promote: "A learner votes from now on",
      remove: "The server leaves the cluster (thesis §4.1)",
      joint: "To these voters in two steps: C old,new, and then C new (§6)",
      atOnce: "To these voters in one step; that is safe only where one comes or goes",
    },
    several: "To these voters",
    joint: "Jointly",
    atOnce: "At once",
    nobody: "Choose at least one voter.",
    may: (leader) => `May ${leader} change now?`,
    noLeader: "Nobody leads, so nobody can change the servers.",
    asked: (line) => `Asked: ${line}`,
    requests: "Changes so far",
    request: (id, change, via) => `${id} · ${change}, asked of ${via}`,
    outcomes: { pending: "pending", ok: "done", refused: "refused", unknown: "unknown" },
    catches: (servers) => `${servers} catches up`,
    took: (round, milliseconds) => `${round}: ${milliseconds} ms`,
    runs: (round, target) => `${round}: to entry ${target}`,
    limit: (milliseconds) =>
      `A round that is shorter than the election timeout, ${milliseconds} ms (the line), ends it (thesis §4.2.1).`,
    on: "The servers can change",
    onNote: "the others run, and wait to be added (§6)",
    first: "The cluster begins with",
  },
};
