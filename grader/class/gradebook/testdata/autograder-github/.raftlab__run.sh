#!/bin/sh
# Grades this repository. raftlab-results/junit.xml is the result. It is there whatever happens: first it says that
# nothing was graded, and the program replaces it in one step. Nothing that a student's code prints reaches this log.
# Exit codes: 0 everything passes, 1 it does not, 3 nothing was graded, which is nobody's fault.

source=${RAFTLAB_SOURCE:-.raftlab}
submission=${RAFTLAB_SUBMISSION:-.}
results=${RAFTLAB_RESULTS:-raftlab-results}
seconds=${RAFTLAB_SECONDS:-1080}

mkdir -p "$results"
if ! cp "$source/ungraded.xml" "$results/junit.xml"; then
	printf '%s\n' '<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="vote of this submission" package="raftlab.vote" id="0" timestamp="1970-01-01T00:00:00" hostname="localhost" tests="1" failures="0" errors="1" skipped="0" time="0.000">
    <properties>
      <property name="student" value=""></property>
      <property name="exercise" value="vote"></property>
      <property name="verdict" value="infrastructure"></property>
      <property name="of" value="10"></property>
      <property name="file" value=""></property>
      <property name="seed" value="0"></property>
      <property name="schedules" value="0"></property>
      <property name="grader" value=""></property>
    </properties>
    <testcase name="1 Grant a vote" classname="raftlab.vote.this submission" time="0.000">
      <error message="infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again." type="infrastructure">infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again.&#xA;This machine could not judge it: The grading has not begun, or the program did not start.</error>
    </testcase>
    <system-out></system-out>
    <system-err></system-err>
  </testsuite>
  <testsuite name="append of this submission" package="raftlab.append" id="1" timestamp="1970-01-01T00:00:00" hostname="localhost" tests="1" failures="0" errors="1" skipped="0" time="0.000">
    <properties>
      <property name="student" value=""></property>
      <property name="exercise" value="append"></property>
      <property name="verdict" value="infrastructure"></property>
      <property name="of" value="20"></property>
      <property name="file" value=""></property>
      <property name="seed" value="0"></property>
      <property name="schedules" value="0"></property>
      <property name="grader" value=""></property>
    </properties>
    <testcase name="1 Append what the leader sends" classname="raftlab.append.this submission" time="0.000">
      <error message="infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again." type="infrastructure">infrastructure: this was not graded. It is not the fault of the file, costs no attempt, and is no zero; the course staff can have it graded again.&#xA;This machine could not judge it: The grading has not begun, or the program did not start.</error>
    </testcase>
    <system-out></system-out>
    <system-err></system-err>
  </testsuite>
</testsuites>' >"$results/junit.xml"
fi

limit=
if command -v timeout >/dev/null 2>&1; then
	limit="timeout -k 10 $seconds"
fi
chmod +x "$source/raftlab"
outcome=$($limit "$source/raftlab" class one --for junit \
	--assignment "$source/assignment.json" \
	--submission "$submission" --out "$results/junit.xml" </dev/null) || outcome=infrastructure

case $outcome in
passed)
	said="Raft Lab: everything passes."
	code=0
	;;
failed)
	said="Raft Lab: it does not pass yet. The artifact raftlab has the report."
	code=1
	;;
*)
	said="Raft Lab: infrastructure: nothing was graded, and that is not the fault of the files. Run the job again."
	code=3
	;;
esac
echo "$said"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
	echo "$said" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
