// Command all is the engine with every protocol. The page begins with the smaller one, which has Raft alone, and
// fetches this one when a run asks for another protocol. Package bus is what the two share.
//
// # Never
//
// It chooses the protocols, and holds nothing else.
package main
