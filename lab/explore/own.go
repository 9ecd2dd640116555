package explore

import (
	"fmt"

	"raftlab/lab"
)

// Own makes a server that follows own rules, by a function that may make the servers of any protocol: it must be one of
// this protocol.
func Own[M Machine](make func(config []byte) (lab.Machine, error), protocol string, config []byte) (M, error) {
	var none M
	made, err := make(config)
	if err != nil {
		return none, err
	}
	server, ok := made.(M)
	if !ok {
		return none, fmt.Errorf("a search of %s needs servers of it, got %T", protocol, made)
	}
	return server, nil
}
