package raft

// The messages of the inbox.
type (
	alarmRang struct{ number int }
	pulse     struct{}
	voteCall  struct {
		args  *VoteArgs
		reply *VoteReply
		done  chan bool
	}
	entriesCall struct {
		args  *EntriesArgs
		reply *EntriesReply
		done  chan bool
	}
	installCall struct {
		args  *InstallArgs
		reply *InstallReply
		done  chan bool
	}
	voteAnswer struct {
		from  int
		args  *VoteArgs
		reply *VoteReply
	}
	fedAnswer struct {
		from, sent, match, back, term int
		ok                            bool
	}
	commandCall struct {
		command     interface{}
		index, term int
		leads       bool
		done        chan bool
	}
	snapshotCall struct {
		index int
		bytes []byte
		done  chan bool
	}
)

func (rf *Raft) send(message interface{}) {
	select {
	case rf.inbox <- message:
	case <-rf.gone:
	}
}

// ask sends a message, and waits until it was worked on.
func (rf *Raft) ask(message interface{}, done chan bool) {
	rf.send(message)
	select {
	case <-done:
	case <-rf.gone:
	}
}

func (rf *Raft) act() {
	for {
		select {
		case <-rf.gone:
			return
		case message := <-rf.inbox:
			rf.receive(message)
			_, leads := rf.role.(*leading)
			rf.public.Store(status{rf.currentTerm, leads})
			switch m := message.(type) {
			case voteCall:
				m.done <- true
			case entriesCall:
				m.done <- true
			case installCall:
				m.done <- true
			case *commandCall:
				m.done <- true
			case snapshotCall:
				m.done <- true
			}
		}
	}
}

func (rf *Raft) receive(message interface{}) {
	switch m := message.(type) {
	case alarmRang:
		if _, leads := rf.role.(*leading); m.number == rf.alarm && !leads {
			rf.stand()
		}
	case pulse:
		rf.feedAll()
	case voteCall:
		rf.vote(m.args, m.reply)
	case entriesCall:
		rf.entries(m.args, m.reply)
	case installCall:
		rf.install(m.args, m.reply)
	case voteAnswer:
		rf.voted(m)
	case fedAnswer:
		rf.fed(m)
	case *commandCall:
		rf.command(m)
	case snapshotCall:
		rf.compact(m.index, m.bytes)
	}
}
