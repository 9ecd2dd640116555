package lab

// disk is a server's stable storage: records, only ever appended. What was written but not synced
// when the server crashes is gone.
type disk struct {
	records [][]byte
	synced  int
}

func (d *disk) write(records [][]byte) {
	for _, r := range records {
		// A machine may use its buffers again; the disk keeps its own copy.
		d.records = append(d.records, append([]byte(nil), r...))
	}
}

func (d *disk) sync() { d.synced = len(d.records) }

// crash forgets what was not synced, and says how many records that were.
func (d *disk) crash() int {
	lost := len(d.records) - d.synced
	d.records = d.records[:d.synced]
	return lost
}
