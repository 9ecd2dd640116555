// Package intake finds students and their files in what an instructor has: folders, archives, exports of Moodle,
// Canvas, Blackboard, Gradescope, Classroom 50 and GitHub Classroom, flat files.
//
//	found := intake.Read(ctx, []string{"submissions.zip"}, intake.Options{Exercises: exercises})
//	found.Entries   an entry for each student and exercise, also for what is missing
//	found.Unplaced  what belongs to no student
//	found.Left      what was looked at and left out, each with the reason
//	found.Text()    all of it in words, and how to correct it
//
// It has two steps. First the top of each input is read, by names alone: which shape it has, and which folders,
// archives and files are whose (shape.go, names.go). All that lies in a folder or an archive of a student is that
// student's, so nobody can hand in for somebody else. Then the files of each student are read, each student within
// bounds of their own, and a file is chosen for each exercise: by its name, by its folder, by its package clause, by
// its functions, in this order (student.go, choose.go). For a whole server, all files of the newest one are taken, and
// go.mod (server.go). A mapping file has the last word (mapping.go).
//
// # Whose
//
// A student's ID is the number or the name for logging in that an export has, or else the name of the folder or file.
// Gradescope gives several: Identify chooses, and package gradebook asks it, too, where it grades there. Names and IDs
// are in Unicode's form NFC, so that one name is one student and one file. A mapping that gives a student another ID
// gives other final seeds.
//
// # Bounds
//
// A source file has at most 1 MB. Of a student at most 10,000 names are looked at, 64 MB are read, 50 archives are
// opened, and of archives one within the other two. An archive of a class has at most 400,000 names, and an input
// 5,000 students. What is beyond a bound is a row with the reason. All bounds are counted; none is a time.
//
// # Never
//
// It unpacks nothing to disk, follows no link, opens nothing but regular files, and runs nothing. Bad input is never an
// error of Read, and never silence. It does not decide what a late file is worth.
package intake
