// Command course makes files for the page from the Markdown of this repository: course.json, the exercises
// with their lessons, hints and starters, and lessons.json, the lessons of lab/lessons with their live labs,
// the myths, the glossary and Figure 2. In each text the first use of a word of the glossary becomes a button
// with the word's sentence (gloss.go).
//
// again.json has the pictures of the questions that come back, which few readers need. stories.json has the scenarios,
// which the page hands to the engine, and sketches.json a small picture of each, made from its run (pictures.go).
// outline.json has the titles alone, for the build of the page, and opening.json the first moments of the first page's
// run, which it shows until its engine is there (opening.go). catalogue.json lists all that can be started, with any
// protocol: the engine that the page begins with has only Raft (catalogue.go).
//
//	go run ./wasm/course -out static/dist/course.json
//
// The same Markdown is read on a laptop with a terminal. The page has no terminal, so a command becomes a link
// to its result, and a paragraph that begins "On a laptop" is left out (page.go). A build fails on a link that
// leads nowhere, on a scenario that does not exist, on raw HTML other than a fold (fold.go), and on a literal **
// that a reader would see.
//
// # Never
//
// It never runs in the page, decides nothing about Raft, and judges no exercise.
package main
