// Package codec turns Go values into bytes and back, with the meaning of encoding/gob and the names of the course's
// labgob: exported fields alone, zero values of fields left out, decoding into what is there, pointers followed,
// values of interfaces by registered name. It writes no descriptions of types, so both sides must use the same types;
// a mark of the type in front makes any other use an error.
//
//	Encoder, Decoder  one value after the other (codec.go)
//	Register          types of values in interfaces (names.go)
//	plan              how a type is written and read, made once for each type (plan.go and its neighbours)
//	Warnings          what a program should know about its types and variables (warn.go)
//
// # Never
//
// It reads no bytes of another program: gob's own streams are not understood.
package codec
