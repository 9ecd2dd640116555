package protocol

import (
	"fmt"

	"raftlab/lab/story"
	"raftlab/wasm/json"
)

// Story is a scenario in stories.json, a list that the page fetches beside the engine's program.
type Story struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// DecodeStories reads stories.json.
func DecodeStories(text string) (story.Collection, error) {
	r := json.Read(text)
	var all story.Collection
	r.List(func() {
		var one story.Text
		r.Object(func(name string) {
			switch name {
			case "id":
				one.ID = r.Text()
			case "text":
				one.Source = r.Text()
			default:
				r.Fail("a story has no field " + name)
			}
		})
		all = append(all, one)
	})
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("read the stories: %w", err)
	}
	return all, nil
}
