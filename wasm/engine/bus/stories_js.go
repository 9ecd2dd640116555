//go:build js && wasm

package bus

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// pageStories are the scenarios that engine-worker.ts hands over: the text of stories.json, as a global variable.
func pageStories() (story.Collection, error) {
	text, err := safejs.Global().Get("stories")
	return readStories(text, err)
}

// fileStories are the scenarios of a file, where node runs the engine.
func fileStories(path string) (story.Collection, error) {
	files, err := safejs.Global().Get("fs")
	if err != nil {
		return nil, fmt.Errorf("find node's files: %w", err)
	}
	text, err := files.Call("readFileSync", path, "utf8")
	return readStories(text, err)
}

func readStories(text safejs.Value, err error) (story.Collection, error) {
	if err != nil {
		return nil, fmt.Errorf("get the stories: %w", err)
	}
	read, err := text.String()
	if err != nil {
		return nil, fmt.Errorf("get the stories: %w", err)
	}
	return protocol.DecodeStories(read)
}
