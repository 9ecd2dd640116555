package raft

import (
	"fmt"

	"raftlab/raft/wire"
)

// cutVersion begins the record of a log that was cut: such a record stands where Save records do, and they begin with
// codecVersion.
const cutVersion = 2

func appendMeta(b []byte, meta SnapshotMeta) []byte {
	b = wire.AppendUint(b, uint64(meta.LastIndex))
	b = wire.AppendUint(b, uint64(meta.LastTerm))
	return AppendConfiguration(b, meta.Configuration)
}

func readMeta(r *wire.Reader) SnapshotMeta {
	return SnapshotMeta{
		LastIndex: Index(r.Uint()), LastTerm: Term(r.Uint()),
		Configuration: ReadConfiguration(r),
	}
}

func appendInstallSnapshot(b []byte, m InstallSnapshot) []byte {
	b = appendMeta(wire.AppendUint(b, uint64(m.LeaderID)), m.Meta)
	b = wire.AppendBytes(wire.AppendUint(b, m.Offset), m.Data)
	return wire.AppendBool(b, m.Done)
}

func readInstallSnapshot(r *wire.Reader, term Term) InstallSnapshot {
	return InstallSnapshot{
		Term: term, LeaderID: readNodeID(r), Meta: readMeta(r), Offset: r.Uint(), Data: r.Bytes(), Done: r.Bool(),
	}
}

// AppendSnapshot adds s in the byte format of its file.
func AppendSnapshot(b []byte, s Snapshot) []byte {
	return wire.AppendBytes(appendMeta(append(b, codecVersion), s.Meta), s.Data)
}

// DecodeSnapshot reads what AppendSnapshot wrote. Its data share the memory of b.
func DecodeSnapshot(b []byte) (Snapshot, error) {
	r := wire.NewReader(b)
	readVersion(r)
	s := Snapshot{Meta: readMeta(r), Data: r.Bytes()}
	if s.Meta.LastIndex == 0 || s.Meta.LastTerm == 0 {
		r.Fail(fmt.Errorf("a snapshot up to entry %d of term %d: %w", s.Meta.LastIndex, s.Meta.LastTerm, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Snapshot{}, fmt.Errorf("decode snapshot: %w", err)
	}
	return s, nil
}

// AppendCut adds c in the byte format of one record on disk.
func AppendCut(b []byte, c CutLog) []byte {
	b = wire.AppendUint(append(b, cutVersion), uint64(c.Base))
	return AppendSave(wire.AppendUint(b, uint64(c.BaseTerm)), c.Save)
}

// ApplyRecord adds one more record of the log file, as AppendSave or AppendCut wrote it. Its commands share the memory
// of b. It fails when the record cannot be read, or does not fit the records before it.
func (s *Saved) ApplyRecord(b []byte) error {
	if len(b) == 0 || b[0] != cutVersion {
		record, err := DecodeSave(b)
		if err != nil {
			return err
		}
		return s.Apply(record)
	}
	r := wire.NewReader(b[1:])
	cut := CutLog{Base: Index(r.Uint()), BaseTerm: Term(r.Uint())}
	if err := r.Err(); err != nil {
		return fmt.Errorf("decode the record of a cut log: %w", err)
	}
	save, err := DecodeSave(b[len(b)-r.Len():])
	if err != nil {
		return err
	}
	if save.From != cut.Base+1 {
		return fmt.Errorf("decode the record of a cut log: its entries begin at %d, behind entry %d: %w",
			save.From, cut.Base, wire.ErrValue)
	}
	cut.Save = save
	return s.ApplyCut(cut)
}
