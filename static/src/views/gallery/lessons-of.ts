// Which lessons play a scenario. The lessons' own file is fetched when a lesson is opened, and is too big to
// be fetched for this; a test compares the table with them (test/gallery.test.ts).
const LESSONS: Record<string, readonly string[]> = {
  "a1-silent-leader": ["a2-terms"],
  "a2-shortest-timeout": ["a3-timeouts"],
  "a3-split-vote": ["a3-timeouts"],
  "a3-without-randomness": ["a3-timeouts"],
  "a4-one-vote-per-term": ["a4-one-vote"],
  "a5-stale-log-refused": ["a5-up-to-date"],
  "a6-vote-survives-crash": ["a4-one-vote"],
  "a7-stale-leader": ["a7-stale-leader"],
  "a8-asks-first": ["a8-disturbance"],
  "a8-returning-server": ["a8-disturbance"],
  "a9-check-quorum": ["a7-stale-leader"],
  "a10-timing-requirement": ["a10-timing"],
  "a10-without-patience": ["a10-timing"],
  "a11-transfer": ["a8-disturbance"],
  "a12-four-servers": ["a1-one-log"],
  "b1-write-path": ["a1-one-log", "b1-write-path"],
  "b2-redirect": ["b1-write-path"],
  "b3-consistency-check": ["b3-consistency-check"],
  "b4-figure-7": ["b5-repair"],
  "b5-two-phases": ["b5-repair"],
  "b6-append-only": ["b3-consistency-check"],
  "b7-slow-servers": ["b7-speed"],
  "b7-together": ["b7-speed"],
  "b8-two-groups": ["b7-speed"],
  "c1-storm": ["c1-five-promises"],
  "c2-figure-8": ["c2-figure-8"],
  "c3-answered-then-crashed": ["a5-up-to-date", "c1-five-promises", "c3-crashes-and-answers"],
  "c4-crashed-before-answering": ["c3-crashes-and-answers"],
  "c5-first-entry-of-a-term": ["c2-figure-8"],
  "d1-save-then-send": ["d1-save-first"],
  "d2-write-ahead-log": ["d1-save-first"],
  "d4-power-failure": ["d4-disks"],
  "d4-slow-disk": ["d4-disks"],
  "d5-damaged-record": ["d5-trust"],
  "d5-disk-that-forgets": ["d5-trust"],
};

/** lessonsOf names them by id; a scenario that only stands in the gallery has none. */
export function lessonsOf(scenario: string): readonly string[] {
  return LESSONS[scenario] ?? [];
}
