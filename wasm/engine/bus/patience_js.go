//go:build js && wasm

package bus

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"raftlab/wasm/protocol"
)

// How long the page waits for an answer without a word, and the time between two words, in milliseconds.
const (
	untilTold   = 300
	betweenTold = 100
)

// patience tells the page how far a long request is, and learns whether the page has given it up. While a run is played
// at once, nothing else is done in this worker: so it takes a breath, in which messages arrive.
type patience struct {
	page        *page
	performance safejs.Value
	next        float64
	breath      safejs.Func
	breathed    chan struct{}
}

func newPatience(to *page) (*patience, error) {
	performance, err := to.self.Get("performance")
	if err != nil {
		return nil, err
	}
	p := &patience{page: to, performance: performance, breathed: make(chan struct{}, 1)}
	p.breath, err = safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		p.breathed <- struct{}{}
		return nil
	})
	return p, err
}

func (p *patience) now() (float64, error) {
	now, err := p.performance.Call("now")
	if err != nil {
		return 0, err
	}
	return now.Float()
}

// begin is called before each request.
func (p *patience) begin() error {
	now, err := p.now()
	p.next, p.page.givenUp = now+untilTold, false
	return err
}

// tell is called now and then during a request. Its error ends the request.
func (p *patience) tell(done, of uint64) error {
	now, err := p.now()
	if err != nil || now < p.next {
		return err
	}
	if err := p.page.post(protocol.NewProgress(done, of)); err != nil {
		return err
	}
	if _, err := p.page.self.Call("setTimeout", p.breath.Value(), 0); err != nil {
		return err
	}
	<-p.breathed
	if p.page.givenUp {
		return fmt.Errorf("given up at event %d: nothing has changed", done)
	}
	p.next, err = p.now()
	p.next += betweenTold
	return err
}
