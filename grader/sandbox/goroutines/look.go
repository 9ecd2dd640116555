package goroutines

import (
	"github.com/tetratelabs/wazero/api"

	"raftlab/grader/sandbox/fuel"
	"raftlab/lab/whole/life"
)

// maxAhead is how many bytes larger the memory of a twin may be.
const maxAhead = 16 << 20

// look has a twin of the guest show the server to a person: an instance with the same memory and the same variables,
// whose later fate is of no interest. The guest itself would do other things later if it had shown something: what it
// allocates decides when memory is collected, and even to walk the stacks of goroutines draws from the runtime's random
// numbers.
func (i *instance) look() error {
	memory, _ := i.module.Memory().Read(0, i.module.Memory().Size())
	if err := i.ready(len(memory)); err != nil {
		return err
	}
	t := i.twin
	// What the program takes from its memory for the first time are zeros.
	there, _ := t.module.Memory().Read(0, t.module.Memory().Size())
	clear(there[copy(there, memory):])
	theirs := t.globals()
	for n, g := range i.globals() {
		theirs[n].Set(g.Get())
	}
	t.fuel.Set(life.MaxLoops)
	back := i.life.Aside()
	size, err := t.invoke(t.show)
	if err == nil {
		var shown []byte
		if shown, err = t.read(size); err == nil {
			i.life.Shown(shown)
		}
	}
	back()
	if err != nil {
		return i.drop() // it shows nothing; the next twin is new
	}
	return nil
}

// ready makes the twin, with a memory of at least so many bytes.
func (i *instance) ready(size int) error {
	if i.twin != nil && int(i.twin.module.Memory().Size()) > size+maxAhead {
		if err := i.drop(); err != nil {
			return err
		}
	}
	if i.twin == nil {
		twin := &instance{host: i.host, life: i.life, ctx: i.ctx}
		if err := twin.instantiate(); err != nil {
			return err
		}
		i.twin = twin
	}
	if missing := size - int(i.twin.module.Memory().Size()); missing > 0 {
		i.twin.module.Memory().Grow(uint32(missing / pageSize))
	}
	return nil
}

const pageSize = 1 << 16

// drop ends the twin.
func (i *instance) drop() error {
	if i.twin == nil {
		return nil
	}
	twin := i.twin
	i.twin = nil
	return twin.module.Close(i.ctx)
}

// globals are the variables of the module, besides its memory: package fuel exports them.
func (i *instance) globals() (list []api.MutableGlobal) {
	for n := 0; ; n++ {
		g, ok := i.module.ExportedGlobal(fuel.GlobalName(n)).(api.MutableGlobal)
		if !ok {
			return list
		}
		list = append(list, g)
	}
}
