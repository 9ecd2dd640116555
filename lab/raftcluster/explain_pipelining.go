package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// The reasons of a leader that waits neither for answers nor for its own disk.

const (
	pipelinePlace = "thesis §10.2.2"
	besidePlace   = "thesis §10.2.1"
)

// ofSaveBeside: the disk writes, and the messages do not wait.
func (o *step) ofSaveBeside() face.Reason {
	return because(lab.Say("explain.save.beside", "%s writes its entries to its disk, and sends them meanwhile: it "+
		"does not count its own copy before the disk is done.", o.Event.Subject), besidePlace)
}

// ofSaved: the disk is done, and the leader counts its copy.
func (o *step) ofSaved() face.Reason {
	who, b, a := o.Event.Subject, o.Before, o.After
	switch {
	case a.Flow.Durable <= b.Flow.Durable:
		return because(lab.Say("explain.saved.old", "The disk of %s is done with what it wrote before. It counts "+
			"nothing for it now.", who), besidePlace)
	case a.CommitIndex > b.CommitIndex:
		return because(lab.Say("explain.saved.commits", "The disk of %s has its log up to %d now, so %s counts its "+
			"own copy: with it a majority has the entries up to %d, and they are committed.",
			who, a.Flow.Durable, who, a.CommitIndex), besidePlace+", §5.3")
	case b.CommitIndex >= a.Flow.Durable:
		return because(lab.Say("explain.saved.committed-before", "The disk of %s has its log up to %d now. Those "+
			"entries were committed before, since a majority of others had them on disk.",
			who, a.Flow.Durable), besidePlace)
	}
	return because(lab.Say("explain.saved.counts", "The disk of %s has its log up to %d now, so %s counts its own "+
		"copy. That alone is no majority.", who, a.Flow.Durable, who), besidePlace)
}

// ofProgress: "S2 replicate", or "S2 probe".
func (o *step) ofProgress() face.Reason {
	who := o.Event.Subject
	follower, state, _ := strings.Cut(o.Event.Details, " ")
	if state == "replicate" {
		return because(lab.Say("explain.progress.replicate", "%s has accepted a message, so %s knows how far their "+
			"logs match. From now on %s sends to it without waiting: nextIndex moves on when a message leaves.",
			follower, who, who), pipelinePlace)
	}
	return because(lab.Say("explain.progress.probe", "%s has refused a message: one before it was lost, or comes "+
		"later. %s goes back and sends one message at a time, until %s accepts one.",
		follower, who, follower), pipelinePlace)
}
