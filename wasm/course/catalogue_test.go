package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

func TestTheCatalogueHasTheVerbs(t *testing.T) {
	c, err := catalogue()
	require.NoError(t, err)
	verbs := map[string]protocol.VerbInfo{}
	for _, v := range c.Verbs {
		name := v.Name
		if v.Protocol != "" && v.Protocol != raftcluster.ID {
			name = v.Protocol + " " + name
		}
		assert.NotContains(t, verbs, name)
		verbs[name] = v
	}
	assert.Contains(t, verbs["hold"].Usage, "hold m12")
	assert.True(t, verbs["manual"].Setup)
	assert.False(t, verbs["put"].Setup)
}

func TestTheCatalogueListsProtocolsScenariosAndRules(t *testing.T) {
	c, err := catalogue()
	require.NoError(t, err)
	assert.Equal(t, raftcluster.ID, c.Protocols[0].ID, "the first is the default")
	assert.Len(t, c.Protocols, len(known.Protocols()))
	assert.Equal(t, "reference", c.Rules[0].ID)
	assert.Len(t, c.Scenarios, len(scenarios.Collection()))
	for _, s := range c.Scenarios {
		assert.NotEmpty(t, s.Story, s.ID)
		scenario, err := scenarios.Find(s.ID)
		require.NoError(t, err)
		_, breaks := scenario.Setup(story.BreaksVerb)
		assert.Equal(t, breaks, s.Breaks != "", "%s says what it breaks", s.ID)
		switch s.ID {
		case "d5-disk-that-forgets":
			assert.Equal(t, "Durability", s.Breaks)
		case "c2-figure-8":
			assert.Empty(t, s.Breaks)
			assert.NotEmpty(t, s.Lacks)
		}
	}
}
