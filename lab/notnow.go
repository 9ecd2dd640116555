package lab

import "errors"

// notNow is a reason why something cannot be done now, but could be at another moment.
type notNow struct{ text string }

func (e *notNow) Error() string { return e.text }

// NotNow is an error that says why something cannot be done now, but could be at another moment. The verb `try`
// ignores errors that wrap one, and no others.
func NotNow(text string) error { return &notNow{text} }

// IsNotNow reports whether err wraps a NotNow.
func IsNotNow(err error) bool {
	_, ok := errors.AsType[*notNow](err)
	return ok
}
