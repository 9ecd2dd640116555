// Package append judges HandleAppendEntries: what Figure 2 asks of it, and what it may do besides (allowed.go). The
// request goes to a whole server, since only a server shows what the disk would get.
//
// # Never
//
// It does not judge the hint of a refusal: the paper leaves that open.
package append
