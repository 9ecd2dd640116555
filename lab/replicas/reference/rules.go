package reference

import "raftlab/lab/replicas"

// Rules are the right rules.
func Rules() replicas.Rules {
	return replicas.Rules{
		Merge: Merge, Later: Later, ChooseRead: ChooseRead, Enough: Enough, MayForget: MayForget,
		Promote: Promote, Decide: Decide, Terminate: Terminate,
	}
}
