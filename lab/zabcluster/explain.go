package zabcluster

import "raftlab/lab/face"

// Explain says why an event happened.
func (f zabFace) Explain(of face.Step) face.Reason { return face.Reason{} }
