package paxos

// These places in "Paxos Made Simple" are about the rules.
const (
	promising = "§2.2, phase 1(b)"
	accepting = "§2.2, phase 2(b)"
	numbering = "§2.2, phase 1(a) · §2.5"
	majority  = "§2.2, phase 2(a)"
	obeying   = "§2.2, P2c"
	learning  = "§2.3"
)
