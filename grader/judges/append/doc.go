// Package append judges HandleAppendEntries: what Figure 2 requires, and what else is allowed (allowed.go). The request
// goes to a whole server, because only a server shows what the disk would get.
//
// # Never
//
// It does not judge the hint of a refusal: the paper leaves it open.
package append
