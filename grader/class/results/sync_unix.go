//go:build unix

package results

import (
	"errors"
	"os"
)

// syncFolder makes the names in a folder last: a renamed file is else not sure to be there after a loss of power.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
