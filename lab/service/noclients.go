package service

import "raftlab/lab"

// NoClients is embedded by a protocol whose servers answer no clients.
type NoClients struct{}

// History is nil: there are no clients.
func (NoClients) History() *Clients { return nil }

// DescribeRequest appends nothing.
func (NoClients) DescribeRequest(line, _ []byte) []byte { return line }

// DescribeAnswer appends nothing.
func (NoClients) DescribeAnswer(line, _ []byte) []byte { return line }

// Answered breaks no property: there are no requests.
func (NoClients) Answered(*lab.World, lab.RequestID, lab.ServerID, []byte, string) *lab.Violation {
	return nil
}
