package judging

import "time"

// meter estimates how much time is left, from how long tasks of the same exercise took.
type meter struct {
	jobs, done int
	// left is how many tasks of each exercise are left. spent and judged are the time of those that are judged.
	left, judged map[string]int
	spent        map[string]time.Duration
	of           int
}

func newMeter(tasks []Task, jobs int) meter {
	m := meter{jobs: max(jobs, 1), of: len(tasks), left: map[string]int{}, judged: map[string]int{},
		spent: map[string]time.Duration{}}
	for _, task := range tasks {
		m.left[task.Exercise.ID]++
	}
	return m
}

func (m *meter) took(task Task, took time.Duration) {
	id := task.Exercise.ID
	m.done++
	m.left[id]--
	m.judged[id]++
	m.spent[id] += took
}

func (m *meter) progress() Progress {
	p := Progress{Done: m.done, Of: m.of}
	if m.done == 0 {
		return p
	}
	var all time.Duration
	for _, spent := range m.spent {
		all += spent
	}
	for id, left := range m.left {
		mean := all / time.Duration(m.done) // an exercise of which none is judged yet
		if n := m.judged[id]; n > 0 {
			mean = m.spent[id] / time.Duration(n)
		}
		p.Left += time.Duration(left) * mean
	}
	p.Left /= time.Duration(min(m.jobs, max(m.of-m.done, 1)))
	return p
}
