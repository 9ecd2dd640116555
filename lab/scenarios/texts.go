package scenarios

import _ "embed"

// text is the text of a scenario.
type text struct{ id, source string }

// texts are the files of this folder, in the order of the subjects: A2 before A10, and A before B; within a
// subject, in the order of their ids. Each is a separate string, not a file of an embed.FS: an embed.FS needs the
// times of files and their formatting, 24 kB of the page's engine.
var texts = [...]text{
	{"a1-silent-leader", a1SilentLeader},
	{"a2-shortest-timeout", a2ShortestTimeout},
	{"a3-split-vote", a3SplitVote},
	{"a3-without-randomness", a3WithoutRandomness},
	{"a4-one-vote-per-term", a4OneVotePerTerm},
	{"a5-stale-log-refused", a5StaleLogRefused},
	{"a6-vote-survives-crash", a6VoteSurvivesCrash},
	{"a7-stale-leader", a7StaleLeader},
	{"a8-asks-first", a8AsksFirst},
	{"a8-leader-is-heard", a8LeaderIsHeard},
	{"a8-one-missing-link", a8OneMissingLink},
	{"a8-returning-server", a8ReturningServer},
	{"a8-stickiness-alone", a8StickinessAlone},
	{"a8-their-own-timeout", a8TheirOwnTimeout},
	{"a8-unsteady-link", a8UnsteadyLink},
	{"a9-check-quorum", a9CheckQuorum},
	{"a10-timing-requirement", a10TimingRequirement},
	{"a10-without-patience", a10WithoutPatience},
	{"a11-target-is-dead", a11TargetIsDead},
	{"a11-transfer", a11Transfer},
	{"a12-four-servers", a12FourServers},
	{"b1-write-path", b1WritePath},
	{"b2-redirect", b2Redirect},
	{"b3-consistency-check", b3ConsistencyCheck},
	{"b3-follower-catches-up", b3FollowerCatchesUp},
	{"b4-figure-7", b4Figure7},
	{"b5-two-phases", b5TwoPhases},
	{"b6-append-only", b6AppendOnly},
	{"b6-late-message", b6LateMessage},
	{"b7-crash-before-own-disk", b7CrashBeforeOwnDisk},
	{"b7-parallel-disk", b7ParallelDisk},
	{"b7-pipeline-loses-a-message", b7PipelineLosesAMessage},
	{"b7-pipelining", b7Pipelining},
	{"b7-slow-servers", b7SlowServers},
	{"b7-together", b7Together},
	{"b7-two-near-one-far", b7TwoNearOneFar},
	{"b8-two-groups", b8TwoGroups},
	{"c1-storm", c1Storm},
	{"c1-storm-of-everything", c1StormOfEverything},
	{"c1-terms-overlap", c1TermsOverlap},
	{"c2-figure-8", c2Figure8},
	{"c3-answered-then-crashed", c3AnsweredThenCrashed},
	{"c4-crashed-before-answering", c4CrashedBeforeAnswering},
	{"c4-late-request", c4LateRequest},
	{"c4-lost-answer", c4LostAnswer},
	{"c5-first-entry-of-a-term", c5FirstEntryOfATerm},
	{"d1-save-then-send", d1SaveThenSend},
	{"d2-write-ahead-log", d2WriteAheadLog},
	{"d4-power-failure", d4PowerFailure},
	{"d4-slow-disk", d4SlowDisk},
	{"d5-clock-that-jumps", d5ClockThatJumps},
	{"d5-damaged-record", d5DamagedRecord},
	{"d5-disk-that-forgets", d5DiskThatForgets},
	{"d5-failed-save", d5FailedSave},
	{"d5-hanging-save", d5HangingSave},
	{"d5-wiped-disk", d5WipedDisk},
	{"e1-stale-read", e1StaleRead},
	{"e2-follower-read", e2FollowerRead},
	{"e2-lease", e2Lease},
	{"e2-new-leader-reads", e2NewLeaderReads},
	{"e2-old-answers", e2OldAnswers},
	{"e2-read-index", e2ReadIndex},
	{"e3-consistent", e3Consistent},
	{"e3-default", e3Default},
	{"e3-stale-anywhere", e3StaleAnywhere},
	{"e4-copy-in-the-log", e4CopyInTheLog},
	{"e4-expired-session", e4ExpiredSession},
	{"e4-new-leader", e4NewLeader},
	{"e4-old-copy", e4OldCopy},
	{"e4-operation-id", e4OperationId},
	{"e4-operation-id-in-one-command", e4OperationIdInOneCommand},
	{"e4-retry", e4Retry},
	{"e4-time-in-the-log", e4TimeInTheLog},
	{"e5-bank", e5Bank},
	{"e5-bank-asked-twice", e5BankAskedTwice},
}

var (
	//go:embed a1-silent-leader.txt
	a1SilentLeader string

	//go:embed a2-shortest-timeout.txt
	a2ShortestTimeout string

	//go:embed a3-split-vote.txt
	a3SplitVote string

	//go:embed a3-without-randomness.txt
	a3WithoutRandomness string

	//go:embed a4-one-vote-per-term.txt
	a4OneVotePerTerm string

	//go:embed a5-stale-log-refused.txt
	a5StaleLogRefused string

	//go:embed a6-vote-survives-crash.txt
	a6VoteSurvivesCrash string

	//go:embed a7-stale-leader.txt
	a7StaleLeader string

	//go:embed a8-asks-first.txt
	a8AsksFirst string

	//go:embed a8-leader-is-heard.txt
	a8LeaderIsHeard string

	//go:embed a8-one-missing-link.txt
	a8OneMissingLink string

	//go:embed a8-returning-server.txt
	a8ReturningServer string

	//go:embed a8-stickiness-alone.txt
	a8StickinessAlone string

	//go:embed a8-their-own-timeout.txt
	a8TheirOwnTimeout string

	//go:embed a8-unsteady-link.txt
	a8UnsteadyLink string

	//go:embed a9-check-quorum.txt
	a9CheckQuorum string

	//go:embed a10-timing-requirement.txt
	a10TimingRequirement string

	//go:embed a10-without-patience.txt
	a10WithoutPatience string

	//go:embed a11-target-is-dead.txt
	a11TargetIsDead string

	//go:embed a11-transfer.txt
	a11Transfer string

	//go:embed a12-four-servers.txt
	a12FourServers string

	//go:embed b1-write-path.txt
	b1WritePath string

	//go:embed b2-redirect.txt
	b2Redirect string

	//go:embed b3-consistency-check.txt
	b3ConsistencyCheck string

	//go:embed b3-follower-catches-up.txt
	b3FollowerCatchesUp string

	//go:embed b4-figure-7.txt
	b4Figure7 string

	//go:embed b5-two-phases.txt
	b5TwoPhases string

	//go:embed b6-append-only.txt
	b6AppendOnly string

	//go:embed b6-late-message.txt
	b6LateMessage string

	//go:embed b7-crash-before-own-disk.txt
	b7CrashBeforeOwnDisk string

	//go:embed b7-parallel-disk.txt
	b7ParallelDisk string

	//go:embed b7-pipeline-loses-a-message.txt
	b7PipelineLosesAMessage string

	//go:embed b7-pipelining.txt
	b7Pipelining string

	//go:embed b7-slow-servers.txt
	b7SlowServers string

	//go:embed b7-together.txt
	b7Together string

	//go:embed b7-two-near-one-far.txt
	b7TwoNearOneFar string

	//go:embed b8-two-groups.txt
	b8TwoGroups string

	//go:embed c1-storm.txt
	c1Storm string

	//go:embed c1-storm-of-everything.txt
	c1StormOfEverything string

	//go:embed c1-terms-overlap.txt
	c1TermsOverlap string

	//go:embed c2-figure-8.txt
	c2Figure8 string

	//go:embed c3-answered-then-crashed.txt
	c3AnsweredThenCrashed string

	//go:embed c4-crashed-before-answering.txt
	c4CrashedBeforeAnswering string

	//go:embed c4-late-request.txt
	c4LateRequest string

	//go:embed c4-lost-answer.txt
	c4LostAnswer string

	//go:embed c5-first-entry-of-a-term.txt
	c5FirstEntryOfATerm string

	//go:embed d1-save-then-send.txt
	d1SaveThenSend string

	//go:embed d2-write-ahead-log.txt
	d2WriteAheadLog string

	//go:embed d4-power-failure.txt
	d4PowerFailure string

	//go:embed d4-slow-disk.txt
	d4SlowDisk string

	//go:embed d5-clock-that-jumps.txt
	d5ClockThatJumps string

	//go:embed d5-damaged-record.txt
	d5DamagedRecord string

	//go:embed d5-disk-that-forgets.txt
	d5DiskThatForgets string

	//go:embed d5-failed-save.txt
	d5FailedSave string

	//go:embed d5-hanging-save.txt
	d5HangingSave string

	//go:embed d5-wiped-disk.txt
	d5WipedDisk string

	//go:embed e1-stale-read.txt
	e1StaleRead string

	//go:embed e2-follower-read.txt
	e2FollowerRead string

	//go:embed e2-lease.txt
	e2Lease string

	//go:embed e2-new-leader-reads.txt
	e2NewLeaderReads string

	//go:embed e2-old-answers.txt
	e2OldAnswers string

	//go:embed e2-read-index.txt
	e2ReadIndex string

	//go:embed e3-consistent.txt
	e3Consistent string

	//go:embed e3-default.txt
	e3Default string

	//go:embed e3-stale-anywhere.txt
	e3StaleAnywhere string

	//go:embed e4-copy-in-the-log.txt
	e4CopyInTheLog string

	//go:embed e4-expired-session.txt
	e4ExpiredSession string

	//go:embed e4-new-leader.txt
	e4NewLeader string

	//go:embed e4-old-copy.txt
	e4OldCopy string

	//go:embed e4-operation-id.txt
	e4OperationId string

	//go:embed e4-operation-id-in-one-command.txt
	e4OperationIdInOneCommand string

	//go:embed e4-retry.txt
	e4Retry string

	//go:embed e4-time-in-the-log.txt
	e4TimeInTheLog string

	//go:embed e5-bank.txt
	e5Bank string

	//go:embed e5-bank-asked-twice.txt
	e5BankAskedTwice string
)
