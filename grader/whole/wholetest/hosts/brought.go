package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/source"
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

// compile makes the program of a folder.
func compile(path string) (guest []byte, err error) {
	ctx := context.Background()
	folder, err := bring.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
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
