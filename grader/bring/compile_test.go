package bring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/source"
)

// compiled is what the compiler says about a folder.
func compiled(t *testing.T, folder string) string {
	t.Helper()
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	opened, err := bring.Open(folder)
	require.NoError(t, err)
	whole, err := opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
	_, err = build.Compile(t.Context(), whole, root)
	var unfit *bring.Unfit
	require.ErrorAs(t, err, &unfit)
	return unfit.Error()
}

func TestCompilersMessagesNameThePersonsFiles(t *testing.T) {
	assert.Equal(t, "raft/raft.go:7:11: undefined: unknown\n"+
		"raft/raft.go:18:63: declared and not used: idle", compiled(t, write(t, map[string]string{
		"go.mod": "module 6.824\n\ngo 1.15\n",
		"raft/raft.go": with(t, with(t, tinyRaft, "Persister struct{}", "Persister struct{}\n\nvar old = unknown"),
			"return 0, false }", "idle := 1; return 0, false }"),
	})))
}

func TestFewerMethodsThanTheInterface(t *testing.T) {
	text := with(t, tinyRaft1, "\treturn nil\n", "\treturn &Raft{}\n")
	assert.Equal(t, "raft.go:16:9: cannot use &Raft{} (value of type *Raft) as raftapi.Raft value in return "+
		"statement: *Raft does not implement raftapi.Raft (missing method PersistBytes)",
		compiled(t, write(t, map[string]string{"raft.go": text})))
}

func TestPersisterHasOurMethodsAlone(t *testing.T) {
	text := with(t, tinyRaft, "{ return nil }", "{ persister.Forget(); return nil }")
	assert.Equal(t, "raft.go:18:109: persister.Forget undefined (type *Persister has no field or method Forget)",
		compiled(t, write(t, map[string]string{"raft.go": text})))
}
