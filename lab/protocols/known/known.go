package known

import (
	"raftlab/lab/protocols"
	"raftlab/lab/raftcluster"
)

// Protocols are the protocols of the lab. The first is the one of a scenario that names none.
func Protocols() protocols.Set {
	return protocols.Set{
		raftcluster.Protocol{},
	}
}
