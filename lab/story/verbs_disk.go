package story

import "raftlab/lab"

// diskVerbs are the verbs about what is on a server's disk: a log of records and, with some protocols, a snapshot.
func diskVerbs() []Verb {
	return []Verb{
		{
			Name: "wipe", Usage: "wipe S3\nwipe S3 snapshot", Run: runWipe,
			Help: "takes everything, or the snapshot, from a crashed server's disk; " + outside,
		},
		{
			Name: "corrupt", Usage: "corrupt S3 2\ncorrupt S3 snapshot", Run: runCorrupt,
			Help: "changes a byte of a record, or of the snapshot, on a crashed server's disk; " + outside,
		},
		{
			Name: "power", Run: runPower,
			Usage: "power S3 fails before-rename\npower S3 fails before-cut\npower S3 fails never",
			Help: "lets a server lose its power in its next save of a snapshot: " +
				"before the new file has the old one's place, or after that and before the log is cut",
		},
	}
}

// snapshotWord stands for the snapshot on a disk.
const snapshotWord = "snapshot"

func runWipe(r *Runner, args *Args) (Wait, error) {
	id := args.Server()
	wipe := r.world.Wipe
	if args.More() {
		args.Keyword(snapshotWord)
		wipe = r.world.WipeSnapshot
	}
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, wipe(id)
}

func runCorrupt(r *Runner, args *Args) (Wait, error) {
	id := args.Server()
	if args.Peek() == snapshotWord {
		args.Keyword(snapshotWord)
		if err := args.End(); err != nil {
			return Wait{}, err
		}
		return Wait{}, r.world.CorruptSnapshot(id)
	}
	record := args.Number("the number of a record")
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	return Wait{}, r.world.Corrupt(id, int(min(record, 1<<20)))
}

func runPower(r *Runner, args *Args) (Wait, error) {
	id := args.Server()
	args.Keyword("fails")
	word := args.Choice(lab.DiskSteps[:]...)
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	for step, name := range lab.DiskSteps {
		if name == word {
			return Wait{}, r.world.FailAt(id, lab.DiskStep(step))
		}
	}
	return Wait{}, nil
}
