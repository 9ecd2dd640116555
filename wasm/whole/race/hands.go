package race

import (
	"fmt"
	"time"
)

// ask is a client: it gives commands to all servers, and whoever leads takes them.
func (c *cluster) ask(client int) {
	for i := 0; c.pause(between(5*time.Millisecond, 25*time.Millisecond)); i++ {
		for number := range Servers {
			p := c.at(number)
			<-p.made
			if _, _, leads := p.server.Start(fmt.Sprintf("set x %d #%d.%d", i, client, i)); leads {
				c.commands.Add(1)
			}
		}
	}
}

// watch asks all servers for their state, again and again.
func (c *cluster) watch() {
	for c.pause(between(5*time.Millisecond, 15*time.Millisecond)) {
		for number := range Servers {
			p := c.at(number)
			<-p.made
			p.server.GetState()
		}
	}
}

// disturb cuts servers off, and kills them and starts them again from what they saved.
func (c *cluster) disturb() {
	for i := 0; c.pause(between(300*time.Millisecond, 900*time.Millisecond)); i++ {
		p := c.at(anyOf(Servers))
		<-p.made
		p.isCut.Store(true)
		if !c.pause(between(200*time.Millisecond, 600*time.Millisecond)) {
			return
		}
		if i%2 == 1 {
			p.isCut.Store(false)
			continue
		}
		go p.server.Kill() // it may wait for a lock
		c.start(p.number, p.disk.Copy())
		c.restarts.Add(1)
	}
}
