// Command course makes what the page knows of the course from the Markdown of this repository:
// course.json, the exercises with their lessons, hints and starters, and lessons.json, the lessons of
// lab/lessons with their live labs, and the myths.
//
//	go run ./wasm/course -out static/dist/course.json
//
// The same Markdown is read on a laptop, where there is a terminal. In the page there is none, so a
// command becomes a link to what it would show, and a paragraph that begins "On a laptop" is left out
// (page.go). A build fails on a link that leads nowhere, on a scenario that does not exist, on raw HTML,
// and on a literal ** in what a reader would see.
//
// # Never
//
// It never runs in the page, decides nothing about Raft, and judges nobody.
package main
