package lab

import (
	"encoding/binary"
	"hash/crc32"
)

// disk is a server's stable storage: one append-only file, a write-ahead log. Each record has a frame with its
// length and its checksum, so that a record which a crash left in part is recognized. A crash removes what was
// written but not synced, or leaves only its first bytes.
type disk struct {
	file   []byte
	synced int // how many bytes of the file survive any crash
	// latency is this disk's own, if it is slower than the dial; 0 otherwise.
	latency Duration
	how     Sync
	// touched says that the disk may have lost what it confirmed.
	touched bool
	// snapshot is the second file.
	snapshot snapshotFile
}

// frameHead is the size of a frame without its record: length and checksum, four bytes each.
const frameHead = 8

// checksums are CRC-32C, which disks and databases use.
var checksums = crc32.MakeTable(crc32.Castagnoli)

func (d *disk) write(records [][]byte) {
	if d.how == SyncFails {
		return
	}
	for _, r := range records {
		d.file = appendFrame(d.file, r)
		if d.snapshot.cut != nil { // what the log that is cut begins with came before
			d.snapshot.cut = appendFrame(d.snapshot.cut, r)
		}
	}
}

func appendFrame(file, record []byte) []byte {
	start := len(file)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(record)))
	file = binary.LittleEndian.AppendUint32(file, checksum(file[start:], record))
	return append(file, record...)
}

func (d *disk) sync() {
	if d.how == SyncWorks {
		d.synced, d.snapshot.forgotten = len(d.file), nil
	}
}

// unsynced is how many bytes a crash could remove.
func (d *disk) unsynced() int { return len(d.file) - d.synced }

// busy reports whether a save is not done, as far as the server knows.
func (d *disk) busy() bool { return d.how == SyncWorks && (d.unsynced() > 0 || d.snapshot.pending()) }

// checksum covers the length too: otherwise eight zero bytes would be a record.
func checksum(length, record []byte) uint32 {
	return crc32.Update(crc32.Checksum(length[:4], checksums), checksums, record)
}

// crash keeps the synced bytes and the first survivors of the others.
func (d *disk) crash(survivors int) {
	d.file = d.file[:d.synced+survivors]
	d.snapshot.crashed(d)
}

// recover reads the file after a crash. It returns the whole records, cuts off the rest, and says how many bytes
// the rest had. The bytes that it read count as synced: a server that acts on them must find them again. Damaged is
// the number of a record that was synced and cannot be read, 0 for none: then nothing is cut off.
func (d *disk) recover() (records [][]byte, torn, damaged int) {
	at := 0
	for {
		record, ok := readFrame(d.file[at:])
		if !ok && at < d.synced {
			return nil, 0, len(records) + 1
		}
		if !ok {
			break
		}
		// The capacity is cut, so that appending to a record cannot write to the file.
		records = append(records, record[:len(record):len(record)])
		at += frameHead + len(record)
	}
	torn = len(d.file) - at
	d.file = d.file[:at]
	d.synced = at
	return records, torn, 0
}

// readFrame is the first record of a file; ok is false when a part of the record is missing.
func readFrame(file []byte) (record []byte, ok bool) {
	if len(file) < frameHead {
		return nil, false
	}
	length, sum := binary.LittleEndian.Uint32(file), binary.LittleEndian.Uint32(file[4:])
	if uint64(length) > uint64(len(file)-frameHead) {
		return nil, false
	}
	record = file[frameHead : frameHead+int(length)]
	return record, checksum(file, record) == sum
}
