package explore

import "raftlab/lab"

// NoRequests is embedded by a system without clients, whose disks are empty at first.
type NoRequests struct{}

// Disk is empty.
func (NoRequests) Disk(lab.ServerID) [][]byte { return nil }

// Request is never called, because Allows must refuse every Ask.
func (NoRequests) Request(int) []byte { return nil }

// RequestLine is never called, either.
func (NoRequests) RequestLine(int, lab.ServerID) string { return "" }

// Before is nothing.
func (NoRequests) Before() []string { return nil }

// RealTime is false: no client waits for anything.
func (NoRequests) RealTime() bool { return false }

// OneFile is embedded by a system whose servers save records, and nothing beside them.
type OneFile struct{}

// SavesFiles is false.
func (OneFile) SavesFiles() bool { return false }

// NoSilences is embedded by a system whose servers act on messages, requests and one timer only.
type NoSilences struct{}

// Silences are none.
func (NoSilences) Silences(Machine) []string { return nil }

// SilenceLine is never called.
func (NoSilences) SilenceLine(string, lab.ServerID) string { return "" }
