package lab

import "fmt"

// Saying is a sentence about a run: the English text, and beside it a code with its arguments, for whoever says it
// in another language. One code has one form of sentence. Traces, hashes and golden files have the text.
type Saying struct {
	// Code names the form of the sentence in lower case with dots, such as vote.refused.log.
	Code string
	Args []Arg
	Text string
}

// Arg is an argument of a Saying: a name or a number as text; or a part of the sentence with a code of its own.
type Arg struct {
	Text string `json:"text"`
	Code string `json:"code"`
	Args []Arg  `json:"args"`
}

// Say makes a Saying. The format is as fmt.Sprintf has it; an argument that is a Saying is a part of the sentence.
func Say(code, format string, args ...any) Saying {
	s := Saying{Code: code, Text: fmt.Sprintf(format, args...)}
	for _, arg := range args {
		if part, ok := arg.(Saying); ok {
			s.Args = append(s.Args, part.arg())
		} else {
			s.Args = append(s.Args, Arg{Text: fmt.Sprint(arg)})
		}
	}
	return s
}

// Join makes a Saying of parts, with a separator between them.
func Join(code, separator string, parts []Saying) Saying {
	s := Saying{Code: code}
	for i, part := range parts {
		if i > 0 {
			s.Text += separator
		}
		s.Text += part.Text
		s.Args = append(s.Args, part.arg())
	}
	return s
}

// Plain is a name or a number as a part of a sentence. It is the same in every language.
func Plain(text string) Saying { return Saying{Text: text} }

func (s Saying) arg() Arg { return Arg{Text: s.Text, Code: s.Code, Args: s.Args} }

// String is the English text.
func (s Saying) String() string { return s.Text }
