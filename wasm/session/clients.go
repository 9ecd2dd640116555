package session

import (
	"slices"

	"raftlab/lab"
	"raftlab/wasm/protocol"
)

// carriedWindow is how many requests and answers on their way a frame carries.
const carriedWindow = 60

// drawClients is the clients that have asked something or whose links have a fault, never nil.
func drawClients(w *lab.World) []protocol.ClientView {
	links := w.ClientLinks()
	list := []protocol.ClientView{}
	for n := 1; n <= lab.MaxClients; n++ {
		id := lab.Client(n)
		view := protocol.ClientView{ID: n, Server: int(w.AskedLast(id)), Links: []protocol.ClientLinkView{}}
		for _, l := range links {
			server := l.To
			if l.To == id {
				server = l.From
			} else if l.From != id {
				continue
			}
			view.Links = append(view.Links, protocol.ClientLinkView{
				Server: int(server), Answers: l.To == id, Cut: l.Cut, Held: l.Held,
				LossPermille: l.FlakyPermille, Latency: int64(l.Latency),
			})
		}
		if view.Server > 0 || len(view.Links) > 0 {
			list = append(list, view)
		}
	}
	return list
}

// drawCarried is what is on the clients' links, never nil. An equal list stays the same.
func drawCarried(w *lab.World, before []protocol.CarriedView) []protocol.CarriedView {
	list := []protocol.CarriedView{}
	for _, c := range w.Carried(carriedWindow) {
		list = append(list, protocol.CarriedView{
			Request: uint64(c.Request), Client: -int(c.Client), Server: int(c.Server), Answer: c.Answer, Text: c.Text,
			SentAt: int64(c.SentAt), ArriveAt: int64(c.ArriveAt), Held: c.Held, Lost: c.Lost,
		})
	}
	if before != nil && slices.Equal(before, list) {
		return before
	}
	return list
}
