package zab

import (
	"fmt"

	"raftlab/raft/wire"
)

// AppendSave appends a record in its byte format.
func AppendSave(b []byte, s Save) []byte {
	b = wire.AppendUint(wire.AppendUint(b, s.Boot), uint64(s.AcceptedEpoch))
	b = wire.AppendBool(b, s.Snapshot != nil)
	if s.Snapshot != nil {
		b = wire.AppendBytes(wire.AppendUint(b, uint64(s.Snapshot.Zxid)), s.Snapshot.Data)
	}
	b = wire.AppendUint(wire.AppendBool(b, s.Cut), uint64(s.Keep))
	b = AppendTxns(b, s.Append)
	return wire.AppendUint(b, uint64(s.CurrentEpoch))
}

// DecodeSave reads what AppendSave wrote. The result has its own memory.
func DecodeSave(b []byte) (Save, error) {
	r := wire.NewReader(b)
	s := Save{Boot: r.Uint(), AcceptedEpoch: readEpoch(r)}
	if r.Bool() {
		s.Snapshot = &Snapshot{Zxid: Zxid(r.Uint()), Data: append([]byte(nil), r.Bytes()...)}
	}
	s.Cut, s.Keep = r.Bool(), Zxid(r.Uint())
	s.Append, s.CurrentEpoch = ReadTxns(r), readEpoch(r)
	if err := r.End(); err != nil {
		return Save{}, fmt.Errorf("decode record: %w", err)
	}
	return s, nil
}

// AppendTxns appends transactions in their byte format.
func AppendTxns(b []byte, txns []Txn) []byte {
	b = wire.AppendUint(b, uint64(len(txns)))
	for _, t := range txns {
		b = wire.AppendBytes(wire.AppendUint(b, uint64(t.Zxid)), t.Data)
	}
	return b
}

// ReadTxns reads what AppendTxns wrote. The result has its own memory.
func ReadTxns(r *wire.Reader) (txns []Txn) {
	for range r.Count() {
		txns = append(txns, Txn{Zxid: Zxid(r.Uint()), Data: append([]byte(nil), r.Bytes()...)})
	}
	return txns
}

// DecodeDisk is what the records of a disk make together.
func DecodeDisk(records [][]byte) (d Disk, err error) {
	for i, record := range records {
		s, err := DecodeSave(record)
		if err != nil {
			return Disk{}, fmt.Errorf("disk record %d of %d: %w", i+1, len(records), err)
		}
		d.Apply(s)
	}
	return d, nil
}
