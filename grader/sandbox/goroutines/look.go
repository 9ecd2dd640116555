package goroutines

import "raftlab/lab/whole/life"

// maxAhead is how many bytes larger the memory of a twin may be.
const maxAhead = 16 << 20

// look has a twin of the guest show the server to a person: an instance with the same memory and the same variables,
// whose later fate is of no interest. The guest itself would do other things later if it had shown something: what it
// allocates decides when memory is collected, and even to walk the stacks of goroutines draws from the runtime's random
// numbers.
func (i *instance) look() error {
	memory := i.at.memory()
	if err := i.ready(len(memory)); err != nil {
		return err
	}
	i.twin.set(memory, i.at.values())
	i.twin.fuel.Set(life.MaxLoops)
	back := i.life.Aside()
	size, err := i.invoke(i.twin.show)
	if err == nil {
		var shown []byte
		if shown, err = i.read(i.twin, size); err == nil {
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
func (i *instance) ready(size int) (err error) {
	if i.twin != nil && len(i.twin.memory()) > size+maxAhead {
		if err := i.drop(); err != nil {
			return err
		}
	}
	if i.twin == nil {
		if i.twin, err = i.host.take(); err != nil {
			return err
		}
	}
	if missing := size - len(i.twin.memory()); missing > 0 {
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
