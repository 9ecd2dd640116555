package call

// These places in the paper concern several exercises.
const (
	AllServers = "Figure 2, Rules for All Servers · §5.1"
	OneVote    = "Figure 2, RequestVote rule 2 · §5.2"
)
