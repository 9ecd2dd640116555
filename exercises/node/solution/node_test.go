package node_test

import (
	"testing"

	"raftlab/grader/gradetest/servertest"
)

func TestNode(t *testing.T) { servertest.Run(t, true) }
