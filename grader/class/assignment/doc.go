// Package assignment reads what a class has to hand in, and gives each student the seeds of the schedules.
//
//	a, err := assignment.Read(text)                        // one small JSON file
//	a, err := assignment.Default([]string{"vote", "append"}) // without a file
//	first := assignment.Seed(a, student, "vote")
//
// # The file
//
//	{
//		"title": "Raft, part one",
//		"course": "CS 101",
//		"exercises": [
//			"timeout",
//			{"id": "vote", "points": 12},
//			{"id": "append", "groups": {"task-3": 10, "task-4": 10, "clusters": 5}}
//		],
//		"schedules": 200,
//		"secret": "what openssl rand -hex 16 prints",
//		"deadline": "2026-05-12T18:00:00+02:00"
//	}
//
// Only exercises must be there. An exercise without points has its own. Points are spread over the groups of checks as
// evenly as whole points can be, unless groups says otherwise: then a group that is not named has 0, and the sum is
// the exercise's points. The deadline is any text. If it begins with a date, it has to be a whole time of RFC 3339, so
// that nobody takes "2026-05-12 18:00" for a deadline that is looked at. Schema is the JSON Schema of the file.
//
// # Seeds
//
// The practice seeds are 1, 2, 3 and so on, as in raftlab grade: whoever knows them can look at each schedule. Without
// a secret a class is judged by these. With one, the first seed of a student's exercise is
//
//	HMAC-SHA-256(secret, "raftlab seed" 0 EXERCISE 0 STUDENT 0 TRY)
//
// where 0 is a byte, EXERCISE and STUDENT are the IDs (STUDENT in Unicode's form NFC; of a group, that of the student
// whose ID comes first), and TRY is a byte, too: it counts from 0. The first six bytes of the hash are the seed, the
// highest first. If it is below 2,000,000, the next TRY is taken, so that no final seed is practised. 48 bits are kept
// exactly by every program that reads JSON.
//
// A report has its seed and its schedules, so it gives its verdict again without the secret:
//
//	raftlab grade vote FILE --seed N --schedules K
//
// # Never
//
// The secret stands in no error. No seed depends on the time, or on who else is in the class.
package assignment
