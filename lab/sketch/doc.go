// Package sketch reads a trace as a picture: a lane for each server, which says when it followed, stood and led, in
// which term, ballot or epoch, or which version it had; a way for each message, from where it was sent to where it
// arrived or was lost; and marks on the lanes. wasm/course makes the small pictures of scenarios of it, and
// grader/class/pages that of a run that broke.
//
// # Never
//
// It draws nothing, plays nothing, and judges nothing. It takes any line: what it does not know, it leaves out.
package sketch
