package rawnode

import "fmt"

// Silent is a logger that formats nothing. Its panics still panic.
type Silent struct{}

func (Silent) Debug(...any)            {}
func (Silent) Debugf(string, ...any)   {}
func (Silent) Info(...any)             {}
func (Silent) Infof(string, ...any)    {}
func (Silent) Warning(...any)          {}
func (Silent) Warningf(string, ...any) {}
func (Silent) Error(...any)            {}
func (Silent) Errorf(string, ...any)   {}

func (Silent) Fatal(v ...any)                 { panic(fmt.Sprint(v...)) }
func (Silent) Fatalf(format string, v ...any) { panic(fmt.Sprintf(format, v...)) }
func (Silent) Panic(v ...any)                 { panic(fmt.Sprint(v...)) }
func (Silent) Panicf(format string, v ...any) { panic(fmt.Sprintf(format, v...)) }
