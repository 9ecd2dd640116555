// Package submissions has source files that learners might submit: for each exercise its starter, its
// solution and five wrong ones, which are edits of the solution. Every host must judge them alike
// (`make parity`): go test, a WebAssembly guest under wazero, and the page.
//
// Package mutants has many more wrong rules. Those are functions, which no host compiles; these are texts,
// as in the page.
//
// # Never
//
// It compiles and judges nothing, and reads no file itself: its caller has the checkout.
package submissions
