package peer

import (
	"strconv"

	"go.etcd.io/raft/v3/raftpb"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
)

// host starts machines; around, if set, adds a fault to each.
type host struct {
	options
	around func(lab.Machine) lab.Machine
}

func (h host) Start(_ lab.ServerID, config []byte) (lab.Machine, error) {
	whole, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	c, err := raftcluster.DecodeConfig(whole.Part)
	if err != nil {
		return nil, err
	}
	m := lab.Machine(newMachine(c, h.options))
	if h.around != nil {
		m = h.around(m)
	}
	return m, nil
}

// protocol is our cluster, with its mirrors, checks and clients, that can also read etcd's messages.
type protocol struct {
	*raftcluster.Cluster
	options
}

func newProtocol(o options) protocol {
	return protocol{raftcluster.New(raftcluster.DefaultSetup()), o}
}

// Begin adds the servers' origin to the trace's header.
func (p protocol) Begin(options *lab.Options) error {
	options.Label += " peer=etcd-raft-v3.7.0 careful=" + strconv.FormatBool(p.careful)
	return p.Cluster.Begin(options)
}

// DescribeMessage appends etcd's name of the message and its fields, in the form of our own.
func (p protocol) DescribeMessage(line, payload []byte) []byte {
	m, err := readMessage(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	field := func(name string, value uint64) {
		line = strconv.AppendUint(append(line, name...), value, 10)
	}
	line = append(line, m.GetType().String()...)
	field(" term=", m.GetTerm())
	switch m.GetType() {
	case raftpb.MsgVote, raftpb.MsgPreVote:
		field(" last=", m.GetIndex())
		field("/", m.GetLogTerm())
	case raftpb.MsgApp:
		field(" prev=", m.GetIndex())
		field("/", m.GetLogTerm())
		separator := " entries="
		for _, e := range m.GetEntries() {
			field(separator, e.GetTerm())
			separator = ","
		}
		field(" commit=", m.GetCommit())
	case raftpb.MsgSnap:
		field(" last=", m.GetSnapshot().GetMetadata().GetIndex())
		field("/", m.GetSnapshot().GetMetadata().GetTerm())
		field(" bytes=", uint64(len(m.GetSnapshot().GetData())))
	case raftpb.MsgHeartbeat:
		field(" commit=", m.GetCommit())
	case raftpb.MsgAppResp:
		field(" index=", m.GetIndex())
		if m.GetReject() {
			field(" refused hint=", m.GetRejectHint())
			field("/", m.GetLogTerm())
		}
	case raftpb.MsgVoteResp, raftpb.MsgPreVoteResp:
		if m.GetReject() {
			return append(line, " refused"...)
		}
		return append(line, " granted"...)
	}
	return line
}
