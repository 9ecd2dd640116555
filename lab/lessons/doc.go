// Package lessons holds the lessons of the page, `#/learn`: prose in Markdown, one file a lesson, with
// labs in it that stand still at the moment of which the prose speaks, and questions about what happens
// next that then play it. Here they are read and played; wasm/course makes HTML of the prose.
//
// A file begins with its title and a line that says where it belongs:
//
//	# The shortest timeout wins
//
//	*Lesson a3-timeouts · A2 A3 · §5.2*
//
// Then prose, and between it blocks of two kinds. A lab plays a scenario of the catalogue, or one of its
// own, and opens at a moment:
//
//	```lab
//	scenario: a1-silent-leader    or  title: ... and  script: with its lines below, indented
//	rules: vote-twice             if not the reference
//	until: 300ms                  or  saw S5 role leader, or  end: when it stands still
//	show: ring logs               which parts: ring logs checks feed clients
//	caption: ...
//	expect: leader S5 term 2      what must be so at that moment; more such lines may follow
//	ends: Election Safety         what the failure says at the end; without it the story must end well
//	```
//
// A question belongs to the lab above it, and what it runs goes on from that lab's moment:
//
//	```predict
//	question: ...
//	- an option
//	* the right option
//	why: ...
//	run: do crash S1              or a time, 200ms; or  saw WORDS; or  end. One step a line
//	expect: role S3 candidate     what must be so then
//	```
//
// A line that is indented goes on with the one before it. The tests play every lab to its moment and to
// its end, and every question to its answer.
//
// # Never
//
// No HTML is made here, and nothing of it reaches a guest or the engine.
package lessons
