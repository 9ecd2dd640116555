package grader

import "raftlab/grader/visit"

// Enter1 makes package visit enter and leave a rule of one argument at each call. The other functions are for rules of
// more arguments, without a result (Void) or with two results (Pair). The compiler refuses the wrong one.
func Enter1[A, Result any](name string, rule func(A) Result) func(A) Result {
	return func(a A) Result {
		visit.Enter(name)
		defer visit.Leave()
		return rule(a)
	}
}

// Enter2 is for rules of two arguments.
func Enter2[A, B, Result any](name string, rule func(A, B) Result) func(A, B) Result {
	return func(a A, b B) Result {
		visit.Enter(name)
		defer visit.Leave()
		return rule(a, b)
	}
}

// Enter3 is for rules of three arguments.
func Enter3[A, B, C, Result any](name string, rule func(A, B, C) Result) func(A, B, C) Result {
	return func(a A, b B, c C) Result {
		visit.Enter(name)
		defer visit.Leave()
		return rule(a, b, c)
	}
}

// Enter3Pair is for rules of three arguments and two results.
func Enter3Pair[A, B, C, First, Second any](
	name string, rule func(A, B, C) (First, Second),
) func(A, B, C) (First, Second) {
	return func(a A, b B, c C) (First, Second) {
		visit.Enter(name)
		defer visit.Leave()
		return rule(a, b, c)
	}
}

// Enter1Void is for rules of one argument and no result.
func Enter1Void[A any](name string, rule func(A)) func(A) {
	return func(a A) {
		visit.Enter(name)
		defer visit.Leave()
		rule(a)
	}
}

// Enter2Void is for rules of two arguments and no result.
func Enter2Void[A, B any](name string, rule func(A, B)) func(A, B) {
	return func(a A, b B) {
		visit.Enter(name)
		defer visit.Leave()
		rule(a, b)
	}
}

// Enter3Void is for rules of three arguments and no result.
func Enter3Void[A, B, C any](name string, rule func(A, B, C)) func(A, B, C) {
	return func(a A, b B, c C) {
		visit.Enter(name)
		defer visit.Leave()
		rule(a, b, c)
	}
}
