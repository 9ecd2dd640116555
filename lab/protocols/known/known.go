package known

import (
	"raftlab/lab/paxoscluster"
	"raftlab/lab/protocols"
	"raftlab/lab/raftcluster"
	"raftlab/lab/replicacluster"
	"raftlab/lab/zabcluster"
)

// Protocols are the protocols of the lab. The first is the default of a scenario.
func Protocols() protocols.Set {
	return protocols.Set{
		raftcluster.Protocol{},
		paxoscluster.Protocol{},
		zabcluster.Protocol{},
		replicacluster.Protocol{},
	}
}
