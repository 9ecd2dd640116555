// Command course makes files for the page from the Markdown of this repository: course.json, the exercises
// with their lessons, hints and starters, and lessons.json, the lessons of lab/lessons with their live labs,
// and the myths.
//
// A third file, outline.json, has the titles alone, for the build of the page.
//
//	go run ./wasm/course -out static/dist/course.json
//
// The same Markdown is read on a laptop with a terminal. The page has no terminal, so a command becomes a link
// to its result, and a paragraph that begins "On a laptop" is left out (page.go). A build fails on a link that
// leads nowhere, on a scenario that does not exist, on raw HTML, and on a literal ** that a reader would see.
//
// # Never
//
// It never runs in the page, decides nothing about Raft, and judges no exercise.
package main
