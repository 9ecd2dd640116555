#!/bin/sh
# Runs once, as root and with a network, while Gradescope builds the image of the autograder.
set -eu

source=${RAFTLAB_SOURCE:-/autograder/source}
parent=${RAFTLAB_GO_PARENT:-/usr/local} # Go is installed in its folder go

if [ ! -x "$parent/go/bin/go" ]; then
	archive=$source/@GO@.linux-@ARCH@.tar.gz # if you put it into the zip, nothing is fetched
	if [ ! -f "$archive" ]; then
		archive=$(mktemp)
		url=https://go.dev/dl/@GO@.linux-@ARCH@.tar.gz
		if ! command -v curl >/dev/null 2>&1; then
			apt-get update
			apt-get install -y curl ca-certificates
		fi
		curl -fsSL --retry 3 -o "$archive" "$url"
	fi
	mkdir -p "$parent"
	tar -C "$parent" -xzf "$archive"
fi

chmod +x "$source/raftlab" "$source/run_autograder"
PATH=$parent/go/bin:$PATH
XDG_CACHE_HOME=${RAFTLAB_CACHE:-$source/cache} # what is made here once is used by each grading
export PATH XDG_CACHE_HOME
"$source/raftlab" version
# A right file is graded here, so that the image is built only if grading works in it.
"$source/raftlab" grade @EXERCISE@ --solutions --sandbox --schedules 1 >/dev/null
echo "Raft Lab grades here."
