// Package bounds runs another program within bounds of processor time, memory, files and output, and says which bound
// it met.
//
//	result, err := bounds.Run(ctx, bounds.Program{Path: "...", Folder: "...", Limits: bounds.Limits{CPU: 10}})
//
// A program that is run so ends with the process that runs it, even if that one is killed. On systems other than Linux,
// memory and files are not bounded, and a program ends with its process only if that one ends in order.
//
// # Never
//
// It believes nothing that the program prints: the bound that was met comes from the state of its exit and from what it
// used. It waits for no child of the program.
package bounds
