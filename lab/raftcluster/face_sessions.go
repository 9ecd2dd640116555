package raftcluster

import "raftlab/lab/kv"

// SessionsView is a server's table of sessions. Its times are those of the leaders' stamps, in microseconds: no server
// looks at its own clock for them.
type SessionsView struct {
	// Now is the latest stamp of all applied entries.
	Now int64 `json:"now"`
	// Open are the open sessions. Where all are given, those that were never used are left out.
	Open []SessionView `json:"open"`
}

// SessionView is one session of the table.
type SessionView struct {
	Session uint64 `json:"session"`
	// Client is the number of the client whose session it is now, 0 for a session that was left behind.
	Client int `json:"client"`
	// Lowest is the lowest number whose answer the client waits for, as far as the server knows.
	Lowest uint64 `json:"lowest"`
	// Results are the stored results, in increasing order of their numbers.
	Results []ResultView `json:"results"`
	// ExpiresAt is the moment at which the session has been unused for too long, 0 for never.
	ExpiresAt int64 `json:"expiresAt"`
}

// ResultView is the stored result of a command.
type ResultView struct {
	Sequence uint64 `json:"sequence"`
	// Text is ok or refused, and the value.
	Text string `json:"text"`
}

// sessionsView is nil for a state machine without sessions.
func (c *Cluster) sessionsView(s *sessionTable) *SessionsView {
	if s == nil {
		return nil
	}
	v := &SessionsView{Now: int64(s.table.Now), Open: []SessionView{}}
	for _, open := range s.table.Open {
		if s.setup.Given && open.Lowest == 1 && len(open.Results) == 0 {
			continue
		}
		view := SessionView{
			Session: uint64(open.Client), Client: c.ClientOf(open.Client), Lowest: open.Lowest,
			Results: []ResultView{},
		}
		if s.setup.Expiry > 0 {
			view.ExpiresAt = int64(open.LastUsed) + int64(s.setup.Expiry)
		}
		for _, stored := range open.Results {
			view.Results = append(view.Results, ResultView{stored.Sequence, shortResult(stored.Result)})
		}
		v.Open = append(v.Open, view)
	}
	return v
}

func shortResult(r kv.Result) string {
	text := word(r.Done, "ok", "refused")
	if r.Value != "" {
		text += " " + r.Value
	}
	return text
}
