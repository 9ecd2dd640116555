// Package gradable lists what can be handed in and graded: the exercises in rules, and the one that is a whole server.
//
// The rules are those of package judges. A whole server has checks, too: the situations of its suite, each about a task
// of its lesson.
//
// # Never
//
// It judges nothing: a rule is judged by package runfile, and a whole server by bring/graded.
package gradable
