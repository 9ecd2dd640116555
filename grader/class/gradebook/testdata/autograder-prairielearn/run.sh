#!/bin/sh
# Grades one submission. results.json is the result. That file is there whatever happens: first it says that nothing was
# graded, which costs no attempt, and the program replaces it in one step.

root=${RAFTLAB_ROOT:-/grade}
source=${RAFTLAB_SOURCE:-/raftlab}
submission=${RAFTLAB_SUBMISSION:-$root/student}
results=${RAFTLAB_RESULTS:-$root/results}
data=${RAFTLAB_METADATA:-$root/data/data.json}
parent=${RAFTLAB_GO_PARENT:-/usr/local}
seconds=${RAFTLAB_SECONDS:-570} # less than "timeout" in info.json

mkdir -p "$results"
if ! cp "$source/ungraded.json" "$results/results.json"; then
	printf '%s\n' '{
  "gradable": false,
  "format_errors": [
    "Grant a vote: infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again.\nThis machine could not judge it: The grading has not begun, or the program did not start.",
    "Append what the leader sends: infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again.\nThis machine could not judge it: The grading has not begun, or the program did not start."
  ],
  "message": "infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again.",
  "files": [
    {
      "exercise": "vote",
      "verdict": "infrastructure"
    },
    {
      "exercise": "append",
      "verdict": "infrastructure"
    }
  ],
  "grader": {
    "commit": "",
    "go": "",
    "hash": ""
  }
}' >"$results/results.json"
fi

PATH=$parent/go/bin:$PATH
XDG_CACHE_HOME=${RAFTLAB_CACHE:-$source/cache}
export PATH XDG_CACHE_HOME
limit=
if command -v timeout >/dev/null 2>&1; then
	limit="timeout -k 10 $seconds"
fi
$limit "$source/raftlab" class one --for prairielearn \
	--assignment "$source/assignment.json" --metadata "$data" \
	--submission "$submission" --out "$results/results.json" </dev/null
code=$?
if [ "$code" -ne 0 ]; then
	echo "raftlab ended with code $code; the result says that nothing was graded."
fi
exit 0
