package lab

import (
	"encoding/binary"
	"hash/crc32"
)

// disk is a server's stable storage: one file that is only ever appended to, a write-ahead log.
// Each record stands in a frame of its length and its checksum, so that a record of which a crash
// left only a part is told from a whole one. What was written but not synced when the server
// crashes is gone, or some first bytes of it are there all the same.
type disk struct {
	file   []byte
	synced int // how many bytes of the file survive any crash
	// latency is this disk's own, where it is slower than the dial says; 0 otherwise.
	latency Duration
}

// frameHead is the size of a frame without its record: length and checksum, four bytes each.
const frameHead = 8

// checksums are CRC-32C, which disks and databases use.
var checksums = crc32.MakeTable(crc32.Castagnoli)

func (d *disk) write(records [][]byte) {
	for _, r := range records {
		start := len(d.file)
		d.file = binary.LittleEndian.AppendUint32(d.file, uint32(len(r)))
		d.file = binary.LittleEndian.AppendUint32(d.file, checksum(d.file[start:], r))
		d.file = append(d.file, r...)
	}
}

func (d *disk) sync() { d.synced = len(d.file) }

// unsynced is how many bytes a crash would put at risk.
func (d *disk) unsynced() int { return len(d.file) - d.synced }

// checksum covers the length too: otherwise eight bytes of zero would be a record.
func checksum(length, record []byte) uint32 {
	return crc32.Update(crc32.Checksum(length[:4], checksums), checksums, record)
}

// crash keeps what is synced and the first survivors of the other bytes.
func (d *disk) crash(survivors int) {
	d.file = d.file[:d.synced+survivors]
}

// recover reads the file back after a crash: it gives the whole records, cuts off what is behind
// them, and says how many bytes that were. What is read counts as synced from now on: a server
// that acts on it must find it again.
func (d *disk) recover() (records [][]byte, torn int) {
	at := 0
	for {
		record, ok := readFrame(d.file[at:])
		if !ok {
			break
		}
		// Nobody may write to the file through a record that was read from it.
		records = append(records, record[:len(record):len(record)])
		at += frameHead + len(record)
	}
	torn = len(d.file) - at
	d.file = d.file[:at]
	d.sync()
	return records, torn
}

// readFrame is the record that a file begins with; ok is false when a part of it is missing.
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
