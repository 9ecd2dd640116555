package sessions

import "raftlab/grader"

// tasks are the tasks of the lesson.
var tasks = grader.Tasks{
	opening: 1,
	once:    2,
	lowest:  4,
	ending:  5,
	numbers: 6,

	"OpenSession": 1, "ApplyOnce": 2, "Expire": 5, "NextRequest": 6, "TakeAnswer": 7,

	"a command of an unknown session":            3,
	"a session is unknown":                       3,
	"a copy after the session has expired":       3,
	"sessions.call.unknown.carried-out":          3,
	"sessions.call.unknown.opened":               3,
	"sessions.call.unknown.answer":               3,
	"sessions.call.unknown.failure":              3,
	"sessions.call.used":                         2,
	"sessions.call.order":                        1,
	"sessions.call.expire.early":                 5,
	"an answer comes":                            7,
	"an answer that overtook another":            7,
	"an answer that comes once more":             7,
	"sessions.call.take.last":                    7,
	"sessions.call.take.waits":                   7,
	"sessions.call.take.other":                   7,
	"a server that applies late":                 5,
	"a session is open from now on":              1,
	"sessions.call.open.used":                    1,
	"a copy that everybody overtook":             4,
	"several answers are missing":                2,
	"a leader that did not give the answer":      2,
	"a refusal whose answer is lost":             2,
	"an answer that is lost":                     2,
	"the client has some answers":                4,
	"an old copy does not take lowest back":      4,
	"a late copy of a command that is done with": 4,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Open a session",
	"Carry a command out once",
	"Refuse a command of an unknown session",
	"Forget what the client has",
	"End sessions by the time in the log",
	"Number the client's requests",
	"Take an answer",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// A result that was never stored, and a copy that is carried out.
	"sessions.call.forgot":                       {2},
	"a late copy of a command that is done with": {2},
}
