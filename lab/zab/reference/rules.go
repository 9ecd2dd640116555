package reference

import "raftlab/lab/zab"

// Rules are the right rules.
func Rules() zab.Rules {
	return zab.Rules{
		Better:             Better,
		HandleNotification: HandleNotification,
		Elected:            Elected,
		HasQuorum:          HasQuorum,
		NewEpoch:           NewEpoch,
		ChooseSync:         ChooseSync,
		HandleSync:         HandleSync,
		MayServe:           MayServe,
		HandleAck:          HandleAck,
		StillLeads:         StillLeads,
		MayAnswerSync:      MayAnswerSync,
	}
}
