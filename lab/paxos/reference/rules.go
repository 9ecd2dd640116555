package reference

import "raftlab/lab/paxos"

// Rules are the right rules.
func Rules() paxos.Rules {
	return paxos.Rules{
		Synod: paxos.Synod{
			HandlePrepare: HandlePrepare, HandleAccept: HandleAccept, NextBallot: NextBallot,
			HandlePromise: HandlePromise, HandleAccepted: HandleAccepted, BackOff: BackOff,
		},
		Stable: paxos.Stable{WhatToSave: WhatToSave},
		Multi:  paxos.Multi{SlotsToPropose: SlotsToPropose, ToApply: ToApply},
	}
}
