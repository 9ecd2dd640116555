//go:build js && wasm

package bus

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hack-pad/safejs"

	"raftlab/lab/protocols"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// Main serves the page with these protocols, while the worker lives. With arguments, it plays one scenario or measures
// itself. It ends the process if that fails.
func Main(all protocols.Set) {
	if len(os.Args) > 1 {
		if err := command(all, os.Stdout, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "engine:", err)
			os.Exit(1)
		}
		return
	}
	if err := serve(all, remote, remote); err != nil {
		// There is no connection left: the console of the worker is the last resort.
		fmt.Fprintln(os.Stderr, "engine:", err)
	}
}

// bench measures the engine. Only `make bench` wants it, and builds an engine with the tag beyond: the page's engine is
// smaller without.
var bench func(out io.Writer, args []string) error

func command(all protocols.Set, out io.Writer, args []string) error {
	if args[0] == "bench" {
		if bench == nil {
			return errors.New("this engine does not measure itself: build it with -tags=beyond")
		}
		return bench(out, args[1:])
	}
	return printHash(all, out, args)
}

// serve answers the page's messages, one after the other, while the worker lives.
func serve(all protocols.Set, start, here Starter) error {
	page := &page{self: safejs.Global(), requests: newMailbox[string](), ports: newMailbox[portMessage]()}
	receive, err := safejs.FuncOf(page.receive)
	if err != nil {
		return err
	}
	defer receive.Release()
	if _, err := page.self.Call("addEventListener", "message", receive.Value()); err != nil {
		return err
	}
	stories, err := pageStories()
	if err != nil {
		return err
	}
	s := session.New(all, stories, &workerHost{page: page, start: start},
		&localHost{protocols: all, start: here})
	patience, err := newPatience(page)
	if err != nil {
		return err
	}
	s.OnProgress(patience.tell)
	if err := page.post(protocol.NewReady()); err != nil {
		return err
	}
	for {
		text := page.requests.take()
		if err := patience.begin(); err != nil {
			return err
		}
		if err := page.post(answer(s, text)); err != nil {
			return err
		}
	}
}

func answer(s *session.Session, text string) any {
	request, err := protocol.DecodeRequest(text)
	if err != nil {
		return protocol.NewFailure(request.ID, err)
	}
	return s.Handle(request)
}

// page is the other end of this worker's messages.
type page struct {
	self     safejs.Value
	requests *mailbox[string]
	ports    *mailbox[portMessage]
	// givenUp is true once the page has given up the request that is being carried out.
	givenUp bool
}

// portMessage carries the port of a server's new worker, or the reason why there is none.
type portMessage struct {
	server int
	port   safejs.Value
	err    error
}

// receive is the message event's listener. It only sorts the messages.
func (p *page) receive(_ safejs.Value, args []safejs.Value) any {
	data, err := args[0].Get("data")
	if err != nil {
		return nil
	}
	if data.Type() == safejs.TypeString {
		text, err := data.String()
		if err == nil && text == protocol.GiveUp {
			p.givenUp = true
		} else if err == nil {
			p.requests.put(text)
		}
		return nil
	}
	p.ports.put(readPort(data))
	return nil
}

func readPort(data safejs.Value) portMessage {
	var m portMessage
	server, err := data.Get("server")
	if err == nil {
		m.server, err = server.Int()
	}
	if err == nil {
		m.port, err = data.Get("port")
	}
	if reason, reasonErr := data.Get("error"); err == nil && reasonErr == nil && !reason.IsUndefined() {
		text, textErr := reason.String()
		err = errors.Join(errors.New(text), textErr)
	}
	m.err = err
	return m
}

// post sends a message to the page, as JSON text.
func (p *page) post(message any) error {
	_, err := p.self.Call("postMessage", string(protocol.Encode(message)))
	return err
}
