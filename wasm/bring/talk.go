package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"raftlab/grader/bring"
)

// request is what the page asks: to begin with a folder, if Folder is there, or what to do after a call ended.
type request struct {
	Folder *struct {
		// Name is what the person calls the folder.
		Name  string       `json:"name"`
		Files []bring.File `json:"files"`
	} `json:"folder"`
	Ended *bring.Ended `json:"ended"`
}

// reply has complaints, or the next call, or neither if the program is there.
type reply struct {
	About      *aboutJSON        `json:"about,omitempty"`
	Complaints []bring.Complaint `json:"complaints,omitempty"`
	Call       *bring.Call       `json:"call,omitempty"`
	// Config is a part of the file bring.Config; Steps is how many calls there are, and Packs are the packs of
	// archives that they need, beside what every program needs: a page fetches those when they are wanted.
	Config string   `json:"config,omitempty"`
	Steps  int      `json:"steps,omitempty"`
	Packs  []string `json:"packs,omitempty"`
}

// aboutJSON is what a program is made from; the fields are those of the report of raftlab bring.
type aboutJSON struct {
	Package   string       `json:"package"`
	Shape     string       `json:"shape"`
	Title     string       `json:"title"`
	Release   string       `json:"release"`
	Snapshots bool         `json:"snapshots"`
	Notes     []bring.Note `json:"notes"`
}

// talk is about one folder at a time.
type talk struct {
	whole  *bring.Whole
	making *bring.Making
}

// answer answers a request.
func (t *talk) answer(asked []byte) []byte {
	var q request
	err := json.Unmarshal(asked, &q)
	if err == nil {
		switch {
		case q.Folder != nil:
			err = t.begin(q.Folder.Name, q.Folder.Files)
		case q.Ended != nil && t.making != nil:
			err = t.making.Ended(*q.Ended)
		default:
			err = errors.New("there is no folder yet")
		}
	}
	text, failed := json.Marshal(t.reply(err))
	if failed != nil {
		text = fmt.Appendf(nil, `{"complaints":[{"message":%q}]}`, failed)
	}
	return text
}

// begin reads a folder.
func (t *talk) begin(name string, files []bring.File) error {
	t.whole, t.making = nil, nil
	folder, err := bring.Hold(name, files)
	if err != nil {
		return err
	}
	if t.whole, err = folder.Read(); err == nil {
		t.making = t.whole.Make()
	}
	return errors.Join(err, folder.Close())
}

// reply is what follows.
func (t *talk) reply(err error) (r reply) {
	if t.whole != nil {
		r.About = &aboutJSON{
			Package: t.whole.Package, Shape: t.whole.Shape, Title: t.whole.Title, Release: t.whole.Release,
			Snapshots: t.whole.Snapshots, Notes: t.whole.Notes,
		}
	}
	var not *bring.Unfit
	switch {
	case errors.As(err, &not):
		r.Complaints = not.Complaints
	case err != nil:
		r.Complaints = []bring.Complaint{{Message: err.Error()}}
	default:
		if call, more := t.making.Next(); more {
			r.Call, r.Config, r.Steps = &call, t.making.Config(), t.making.Steps()
			if t.whole.NeedsRawNode() {
				r.Packs = []string{"rawnode"}
			}
		}
	}
	return r
}
