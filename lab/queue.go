package lab

// event is something that will happen. The queue returns events in order of time, and events of the same time in
// the order of planning.
type event struct {
	at   Time
	plan uint64
	do   eventKind
	// server is the receiver. If life is no longer that server's, the event is void.
	server ServerID
	life   int
	flight *Flight
	ask    *ask
}

type eventKind uint8

const (
	eventArrive eventKind = iota
	eventWake
	eventSaved
	eventAsk
	eventAnswer
	eventGiveUp
)

// queue is a binary heap of events. container/heap would box each event.
type queue struct {
	heap    []event
	planned uint64
}

func (q *queue) len() int { return len(q.heap) }

func (q *queue) less(i, j int) bool {
	if q.heap[i].at != q.heap[j].at {
		return q.heap[i].at < q.heap[j].at
	}
	return q.heap[i].plan < q.heap[j].plan
}

func (q *queue) push(e event) {
	q.planned++
	e.plan = q.planned
	q.heap = append(q.heap, e)
	for i := len(q.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !q.less(i, parent) {
			break
		}
		q.heap[i], q.heap[parent] = q.heap[parent], q.heap[i]
		i = parent
	}
}

func (q *queue) pop() event {
	top := q.heap[0]
	last := len(q.heap) - 1
	q.heap[0] = q.heap[last]
	q.heap[last] = event{}
	q.heap = q.heap[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && q.less(child+1, child) {
			child++
		}
		if !q.less(child, i) {
			break
		}
		q.heap[i], q.heap[child] = q.heap[child], q.heap[i]
		i = child
	}
	return top
}
