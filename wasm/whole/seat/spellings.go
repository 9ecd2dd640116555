package seat

import "strings"

// The usual names of fields, in lower case and without underscores.
var (
	termNames      = []string{"currentterm", "curterm", "nowterm", "term"}
	voteNames      = []string{"votedfor", "votefor", "voted", "vote", "votedid"}
	commitNames    = []string{"commitindex", "commitidx", "committedindex", "commitedindex", "committed", "commitlength"}
	appliedNames   = []string{"lastapplied", "lastappliedindex", "lastappliedidx", "appliedindex", "applied"}
	logNames       = []string{"log", "logs", "entries", "logentries", "logentry", "raftlog", "logslice"}
	entryTermNames = []string{"term", "logterm", "entryterm", "currentterm", "termnumber"}
	entryIndexes   = []string{"index", "logindex", "entryindex", "idx"}
	commandNames   = []string{"command", "cmd", "data", "content", "entry", "value", "op", "logentry"}
	// insideNames say where a log begins in a struct of its own.
	insideNames = []string{"start", "first", "firstidx", "begin", "head", "startidx", "snaplast", "snapped"}
	baseNames   = []string{
		"lastincludedindex", "lastincludeindex", "snapshotindex", "lastsnapshotindex", "snapshotlastindex", "baseindex",
		"lastincludedidx", "snapshotlastincludedindex", "xindex", "startindex", "firstindex", "logstart", "index0",
		"lastsnapshotincludedindex", "snaplastindex", "snapindex", "snapshottedindex", "lastindexincluded", "offset",
		"logoffset", "trimmedindex", "lasttrimmedindex", "base",
	}
)

// plain is a field's name in the form of the table.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
