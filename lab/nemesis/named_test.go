package nemesis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
)

func TestScheduleCanBeNamed(t *testing.T) {
	scenario, ok := raftcluster.Nemesis().Named("schedule-17")
	require.True(t, ok)
	assert.Equal(t, "schedule-17", scenario.ID)
	assert.Equal(t, raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 17}), scenario.Text)

	for _, name := range []string{"", "17", "schedule-", "schedule-017", "schedule--1", "schedule-+1",
		"schedule-1x", "c1-storm", "schedule-18446744073709551616"} {
		_, ok := raftcluster.Nemesis().Named(name)
		assert.False(t, ok, name)
	}
}
