// Package lessons holds the lessons of the page, `#/learn`: prose in Markdown, one file a lesson. A lesson has
// labs, each paused at the moment that the prose describes, and questions about what happens next, which then
// play it. This package reads and plays the lessons; wasm/course turns the prose into HTML.
//
// A file begins with its title and a line that says where it belongs:
//
//	# The shortest timeout wins
//
//	*Lesson a3-timeouts · A2 A3 · §5.2*
//
// A section without a name is one of the Raft paper; of another paper, the name comes first: Paxos Made Simple §2.2.
//
// Then come prose and blocks of four kinds. A lab plays a scenario of the catalogue, or its own, and opens at a
// moment:
//
//	```lab
//	scenario: a1-silent-leader    or  title: ... and  script: with its lines below, indented
//	rules: vote-twice             if not the reference
//	until: 300ms                  or  saw S5 role leader, or  end: after the last line
//	show: ring logs               which parts: ring logs marks checks feed clients
//	caption: ...
//	expect: leader S5 term 2      what must be so at that moment; more such lines may follow
//	ends: Election Safety         what the failure says at the end; without it the story must end well
//	```
//
// A question belongs to the lab above it, and its run continues from that lab's moment:
//
//	```predict
//	question: ...
//	number: refusals              what is counted, if the reader types a number; the options are then numbers
//	- an option
//	  -> why it is wrong; each wrong option has such an answer
//	* the right option
//	why: ...
//	run: do crash S1              or a time, 200ms; or  saw WORDS; or  end. One step a line
//	expect: role S3 candidate     what must be so then
//	```
//
// Below it stands the same idea in another case, in another dress, which is asked on the first page of a reader who was
// wrong. It is not played, so it says all that one must know. A picture may show its moment, with the fields of a lab:
//
//	```again
//	title: ...                    or  scenario: ...
//	script:                       with its lines below, indented
//	until: 300ms
//	show: ring
//	expect: leader S2             what must be so at that moment
//	question: ...
//	- an option
//	  -> why it is wrong
//	* the right option
//	why: ...
//	```
//
// A task asks the reader to reach something in the lab above it. The reader's commands, at most as many as the solution
// has, are carried out at the lab's moment:
//
//	```do
//	task: ...
//	hint: ...
//	try: crash S1; isolate S1     commands to begin with
//	run: 2s                       how long the lab then runs
//	expect: leader S3             what must be so then; more such lines may follow
//	solution: crash S2            with more than one command, cut S1 > S2; timeout S3
//	wrong: crash S1               a try that does not reach it; more may follow
//	  -> why not
//	why: ...
//	```
//
// A part that a reader can do without at first is folded under a title. It may have blocks of every kind:
//
//	<details>
//	<summary>More: a split vote</summary>
//
//	...
//
//	</details>
//
// A lesson is read when its questions in sight are answered.
//
// glossary.md has the words of Raft. Each has its forms and its lesson below it, and then a sentence, which the page
// shows at the first use of the word in a text:
//
//	## commit index
//
//	*commit index, commit indexes · b1-write-path*
//
// figure-2.md has the rules of Figure 2, each ending with its sections and the exercises in which it is written, or
// with lab: (§5.1 · vote campaign).
//
// An indented line continues the line before it. The tests play every lab to its moment and to its end, and every
// question to its answer. They try the solution and the wrong tries of every task. No fault strikes between a question
// and its answer unless the question names it, and the right options are spread over the places. Each question has
// another dress.
//
// # Never
//
// This package makes no HTML, and no guest or engine contains it.
package lessons
