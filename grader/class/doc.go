// Package class is what a class of students is made of, from the files that they hand in to the marks that they get.
// It is data: the packages below it fill it in, one step each.
//
//	intake       folders and archives, as they come   → Entries
//	assignment   what is wanted, and what it is worth → an Assignment, and the seeds of each student
//	judging      entries, as many at a time as there are jobs → Rows with reports
//	results      the folder that keeps all reports: what is judged already is not judged again
//	marks        a report → points for each group of checks, and the cause of what fails
//	similar      files of one exercise that are alike, for a person to look at
//	pages        a page for each student, one for the class, a table
//	gradebook    the formats of those who keep grades, and the folders that grade there
//
// # Never
//
// Nothing here judges a rule: package runfile does, in processes of its own. No file of a student is run here,
// unpacked, or trusted in its name. A student without a verdict has a row that says why, and never a zero.
package class
