//go:build js && wasm && beyond

package bus

import (
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
)

func init() {
	benchNemesis = func(on string) (nemesis.Protocol, error) {
		writer := raftcluster.Beyond()
		chapters, err := writer.ParseChapters(on)
		return writer.With(chapters), err
	}
}
