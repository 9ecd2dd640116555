// Package hostile has files that attack the grader, each with the verdict that every host must give it. Each stands
// for a kind: a loop, a bomb for the compiler, a forged report, a way out, a trick of the parser, memory that servers
// share.
//
// # Never
//
// Nothing of it is run but by the grader, within its bounds.
package hostile
