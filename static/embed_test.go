package static

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSiteIsRootedAtDist(t *testing.T) {
	_, err := fs.Stat(Site(), ".keep")
	require.NoError(t, err, "dist/.keep is what makes a fresh clone compile")
	_, err = fs.Stat(Site(), "dist")
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

func TestBuiltAgreesWithWhatTheSiteHolds(t *testing.T) {
	_, err := fs.ReadFile(Site(), "index.html")
	assert.Equal(t, err == nil, Built())
}
