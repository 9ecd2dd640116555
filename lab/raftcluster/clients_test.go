package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
)

// TestAnAnswerIsLostWhileEveryServerIsWell: the client asks again, and its increment is carried out twice. Without the
// cut it is told the first time.
func TestAnAnswerIsLostWhileEveryServerIsWell(t *testing.T) {
	const script = "servers 3\nelect S1\nawait commit 1\nFAULTincrement n\nawait commit 2\nheal\nrun 3s\n"
	_, lines, err := perform(t, raftcluster.InProcess{}, strings.Replace(script, "FAULT", "cut S1 > C1\n", 1)+
		"expect outcome 1 unknown\nexpect saw C1 lost r1 S1 because=cut\nincrement n\nawait answers\n"+
		"expect outcome 2 ok\nexpect value n 2 S1\nexpect elections 1\nexpect linearizable\n")
	require.NoError(t, err)
	assert.Contains(t, strings.Join(lines, "\n"), " - cut S1>C1")
	_, _, err = perform(t, raftcluster.InProcess{}, strings.Replace(script, "FAULT", "", 1)+
		"expect outcome 1 ok\nexpect not saw lost\nexpect value n 1 S1\n")
	assert.NoError(t, err)
}

// TestClientsHaveLinksOfTheirOwn: what happens to one client's links leaves the others alone.
func TestClientsHaveLinksOfTheirOwn(t *testing.T) {
	const begin = "servers 3\nelection-timeout 10s 20s\njitter 0ms\nelect S1\nawait commit 1\n"
	for name, script := range map[string]string{
		"a request is lost": "cut C2 > S1\nput x 1 as C2\nput y 2\nrun 3s\nexpect outcome 1 unknown\n" +
			"expect outcome 2 ok\nexpect saw S1 lost r1 C2 because=cut\nexpect value x none S1\n",
		"a client is far away": "latency C2 > S1 300ms\nlatency S1 > C2 300ms\nput x 1 as C2\nput y 2\nrun 100ms\n" +
			"expect outcome 2 ok\nexpect outcome 1 pending\nrun 600ms\nexpect outcome 1 ok\n",
		"a request is held": "hold C3 > S1\nput x 1 as C3\nrun 1s\nexpect value x none S1\nput x 2\n" +
			"await commit 2\nrelease C3 > S1\nawait answers\nexpect value x 1 S1\n",
		"an answer is held": "hold S1 > C3\nput x 1 as C3\nrun 1s\nexpect value x 1 S1\nexpect outcome 1 pending\n" +
			"release all\nrun 1ms\nexpect outcome 1 ok\n",
		"a link loses everything": "flaky C2 > S1 100%\nput x 1 as C2\nrun 3s\nexpect saw lost r1 C2 because=flaky\n",
		"the server is down":      "crash S2\nput x 1 via S2 as C2\nrun 100ms\nexpect outcome 1 refused\n",
		"nobody says that it is":  "crash S2\ncut S2 > C2\nput x 1 via S2 as C2\nrun 3s\nexpect outcome 1 unknown\n",
		"recover ends every fault": "cut C2 > S1\nhold S1 > C2\nrecover\nput x 1 as C2\nawait answers\n" +
			"expect outcome 1 ok\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := perform(t, raftcluster.InProcess{}, begin+script+"recover\nexpect linearizable\n")
			assert.NoError(t, err)
		})
	}
}

func TestMistakesAboutClientsAreExplained(t *testing.T) {
	for line, want := range map[string]string{
		"cut C1 > C2":       lab.ErrClients.Error(),
		"cut C0 > S1":       `unknown client "C0": there are C1 to C9`,
		"put x 1 as S1":     `unknown client "S1": there are C1 to C9`,
		"put x 1 via S1 as": "a client is missing",
		"crash C1":          `unknown server "C1"`,
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\nrun 1ms\n"+line+"\n")
		assert.ErrorContains(t, err, want, line)
	}
	_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\ncut S1 > C4\nexpect progress\n")
	assert.ErrorContains(t, err, "the link S1>C4 is cut, held or flaky")
}
