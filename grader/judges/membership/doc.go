// Package membership judges exercise membership: HasQuorum, QuorumIndex, Latest, MayChange, ConfigurationEntry,
// AfterCommit and MayCampaign.
//
// # Never
//
// It does not care which refusal a change gets, of those that are true: the thesis names no order. Nor does it judge
// how a configuration is written, but by what it says.
package membership
