package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/bring/examples"
	"raftlab/grader/source"
	"raftlab/grader/whole"
	"raftlab/lab/wholecluster"
)

// brought are the right servers of all shapes, as somebody would bring them: each in a situation in which servers come
// and go.
func brought() (list []hostCase, err error) {
	const servers = "grader/bring/testdata/servers"
	folders, err := os.ReadDir(servers)
	if err != nil {
		return nil, fmt.Errorf("find the servers, from the checkout's folder: %w", err)
	}
	for _, folder := range folders {
		compile := func(string) ([]byte, error) { return compile(filepath.Join(servers, folder.Name())) }
		list = append(list, hostCase{folder.Name(), situation("churn", 1), compile})
	}
	return list, nil
}

// situation is the text of a situation.
func situation(id string, seed uint64) string {
	for _, s := range wholecluster.Suite() {
		if s.ID == id {
			return s.Text(seed)
		}
	}
	return ""
}

// broken are servers of all shapes with a mistake, each in the first situation or schedule that shows it.
func broken() (list []hostCase) {
	for _, m := range examples.Mistakes() {
		list = append(list, hostCase{name: m.Name, build: func(string) ([]byte, error) {
			files, err := m.Files(os.DirFS("."))
			if err != nil {
				return nil, err
			}
			folder, err := bring.Hold(m.Server, files)
			if err != nil {
				return nil, err
			}
			return compileFolder(folder)
		}})
	}
	return list
}

// compile makes the program of a folder of this machine.
func compile(path string) ([]byte, error) {
	folder, err := bring.Open(path)
	if err != nil {
		return nil, err
	}
	return compileFolder(folder)
}

func compileFolder(folder *bring.Folder) (guest []byte, err error) {
	defer func() { err = errors.Join(err, folder.Close()) }()
	ctx := context.Background()
	server, err := folder.Read()
	if err != nil {
		return nil, err
	}
	root, err := source.Root(ctx)
	if err != nil {
		return nil, err
	}
	return build.Compile(ctx, server, root)
}

// errPasses is the error of a mistake that nothing shows.
var errPasses = errors.New("nothing in the suite shows the mistake")

// shows is the first scenario of a verdict that shows a program's mistake. The last seeds are for those that need luck.
func shows(program []byte) (string, error) {
	for _, seed := range []uint64{1, 1001, 2001} {
		report, err := whole.Judge(context.Background(), program, whole.Options{FirstSeed: seed, Shrink: -1, Jobs: 2})
		if err != nil {
			return "", err
		}
		if !report.Passed {
			return report.Failed[0].Scenario, nil
		}
	}
	return "", errPasses
}
