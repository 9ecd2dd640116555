// Package submissions is what learners might hand in, as source files: for each exercise its starter,
// its solution and five wrong ones, which are edits of the solution. Every host must judge them alike
// (`make parity`): go test, a WebAssembly guest under wazero, and the page.
//
// Package mutants has wrong rules, too, and many more. They are functions, which no host compiles; these
// are texts, as the page is given them.
//
// # Never
//
// It compiles and judges nothing, and reads no file itself: who calls it has the checkout.
package submissions
