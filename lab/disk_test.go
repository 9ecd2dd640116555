package lab

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func drawRecord(rt *rapid.T) []byte {
	// Some are longer than a frame's head, some are nothing but zeros, and some are empty.
	if rapid.Bool().Draw(rt, "zeros") {
		return make([]byte, rapid.IntRange(0, 12).Draw(rt, "length"))
	}
	return rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(rt, "record")
}

// whole is how many of the records, framed one after the other, fit whole into so many bytes, and how many bytes
// are left over.
func whole(records [][]byte, size int) (count, left int) {
	for _, r := range records {
		if size < frameHead+len(r) {
			break
		}
		size -= frameHead + len(r)
		count++
	}
	return count, size
}

func requireRecords(rt *rapid.T, want, got [][]byte) {
	require.Len(rt, got, len(want))
	for i := range want {
		require.True(rt, bytes.Equal(want[i], got[i]), "record %d is % x, want % x", i, got[i], want[i])
	}
}

// A crash may leave any prefix of the unsynced bytes. Synced records are read after the crash; a record with a
// missing part is not. What was read once is there after the next crash too, because the server has acted on it.
func TestDiskReturnsItsRecordsAfterCrash(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var d disk
		var durable, loose [][]byte
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"write", "write", "sync", "crash"}).Draw(rt, "step") {
			case "write":
				var records [][]byte
				for range rapid.IntRange(0, 3).Draw(rt, "records") {
					records = append(records, drawRecord(rt))
				}
				d.write(records)
				loose = append(loose, records...)
			case "sync":
				d.sync()
				durable, loose = append(durable, loose...), nil
			case "crash":
				survivors := rapid.IntRange(0, d.unsynced()).Draw(rt, "survivors")
				d.crash(survivors)
				records, torn, _ := d.recover()
				count, left := whole(loose, survivors)
				durable, loose = append(durable, loose[:count]...), nil
				require.Equal(rt, left, torn, "an incomplete record is cut off")
				requireRecords(rt, durable, records)
				require.Zero(rt, d.unsynced(), "records that were read survive the next crash")
			}
		}
	})
}

// A wrong byte in the tail is found: the records before it are read, and no others.
func TestFlippedByteNeverMakesARecord(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var d disk
		records := [][]byte{drawRecord(rt)}
		d.write(records)
		d.sync()
		for range rapid.IntRange(1, 4).Draw(rt, "records") {
			record := drawRecord(rt)
			d.write([][]byte{record})
			records = append(records, record)
		}
		survivors := rapid.IntRange(1, d.unsynced()).Draw(rt, "survivors")
		d.crash(survivors)
		at := rapid.IntRange(d.synced, len(d.file)-1).Draw(rt, "at")
		before, _ := whole(records, at)
		d.file[at] ^= rapid.ByteRange(1, 255).Draw(rt, "flip")
		got, torn, _ := d.recover()
		requireRecords(rt, records[:before], got)
		assert.Positive(rt, torn)
	})
}

func TestReadRecordDoesNotShareTheFile(t *testing.T) {
	var d disk
	d.write([][]byte{[]byte("a"), []byte("b")})
	d.sync()
	records, _, _ := d.recover()
	_ = append(records[0], "overwritten"...)
	records, torn, _ := d.recover()
	assert.Equal(t, [][]byte{[]byte("a"), []byte("b")}, records)
	assert.Zero(t, torn)
}

// A file may hold anything. Each record that is read has the bytes that writing the record gives.
func FuzzReadFrame(f *testing.F) {
	var d disk
	d.write([][]byte{[]byte("record"), nil})
	f.Add(d.file)
	f.Add(d.file[:frameHead+3])
	f.Add(make([]byte, 64))
	f.Add([]byte{255, 255, 255, 255, 0, 0, 0, 0, 1})
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, file []byte) {
		record, ok := readFrame(file)
		if !ok {
			return
		}
		var again disk
		again.write([][]byte{record})
		if !bytes.HasPrefix(file, again.file) {
			t.Errorf("% x is read as the record % x, which is written as % x", file, record, again.file)
		}
	})
}
