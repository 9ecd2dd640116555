package rulecall

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"raftlab/raft"
)

// seen is what a rule sees, its arguments, and then what it gives.
type seen = [][]any

// looker adds what is new in what a rule sees. A value's name is the place of the argument and what is read of it:
// "0.CurrentTerm", "0.Log.LastIndex()", "0.NextIndex[2]", "1.Term", "1.Entries.len". What a rule gives begins with "=".
//
// It knows whole numbers, names, truth values, sets, and pairs of numbers that have a name, one level deep. All else
// has no value here, as if nobody knew.
type looker struct {
	of    seen
	noted map[sight]uint64
}

// sight is a value that can be compared in an instant: an argument's or a result's, its field, and the place in that.
type sight struct{ part, place, field, at int }

// Places within a log: the entries are those with their own index.
const (
	lastIndex = -1 - iota
	lastTerm
	base
	length
)

// window is how many of the last entries of a log are seen.
const window = 8

var (
	logType      = reflect.TypeFor[raft.Log]()
	durationType = reflect.TypeFor[raft.Duration]()
	namedType    = reflect.TypeFor[fmt.Stringer]()
	eventType    = reflect.TypeFor[raft.TimerEvent]()
)

// look adds each value that is new, or another than it was.
func (l *looker) look(add func(name, value string)) {
	for part, values := range l.of {
		for place, value := range values {
			v := reflect.ValueOf(value)
			for v.Kind() == reflect.Pointer && !v.IsNil() {
				v = v.Elem()
			}
			name := [...]string{"", "="}[part] + strconv.Itoa(place)
			at := sight{part: part, place: place, field: -1}
			switch {
			case !v.IsValid():
			case v.Type() == logType:
				l.log(at, v, name, add)
			case v.Kind() == reflect.Struct:
				l.fields(at, v, name, add)
			default:
				l.value(at, v, name, add)
			}
		}
	}
}

func (l *looker) fields(at sight, v reflect.Value, name string, add func(name, value string)) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		at.field = i
		if v.Field(i).Type() == logType {
			l.log(at, v.Field(i), name+"."+field.Name, add)
			continue
		}
		l.value(at, v.Field(i), name+"."+field.Name, add)
	}
}

// log has what a rule asks a log for.
func (l *looker) log(at sight, v reflect.Value, name string, add func(name, value string)) {
	log, ok := reflect.TypeAssert[raft.Log](v)
	if !ok {
		return
	}
	number := func(place int, what string, n uint64) {
		at.at = place
		if l.isNew(at, n) {
			add(name+what, strconv.FormatUint(n, 10))
		}
	}
	last := log.LastIndex()
	number(lastIndex, ".LastIndex()", uint64(last))
	number(lastTerm, ".LastTerm()", uint64(log.LastTerm()))
	number(base, ".Base()", uint64(log.Base()))
	first := log.Base() + 1
	if last > window {
		first = max(first, last-window+1)
	}
	for i := first; i <= last; i++ {
		number(int(i), ".Term("+strconv.FormatUint(uint64(i), 10)+")", uint64(log.Term(i)))
	}
}

// value has a value of a simple kind, and the elements of a list of indexes.
func (l *looker) value(at sight, v reflect.Value, name string, add func(name, value string)) {
	if v.Kind() == reflect.Slice {
		at.at = length
		if l.isNew(at, uint64(v.Len())) {
			add(name+".len", strconv.Itoa(v.Len()))
		}
		if v.Type().Elem().Kind() != reflect.Uint64 {
			return
		}
		for i := 1; i < v.Len(); i++ {
			at.at = i
			if l.isNew(at, v.Index(i).Uint()) {
				add(name+"["+strconv.Itoa(i)+"]", text(v.Index(i)))
			}
		}
		return
	}
	raw, known := bits(v)
	if known && l.isNew(at, raw) {
		add(name, text(v))
	}
}

func (l *looker) isNew(at sight, raw uint64) bool {
	before, known := l.noted[at]
	l.noted[at] = raw
	return !known || before != raw
}

// bits is a value of a simple kind as a number.
func bits(v reflect.Value) (raw uint64, known bool) {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			raw = 1
		}
		return raw, true
	case reflect.Int, reflect.Int64:
		return uint64(v.Int()), true
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		return v.Uint(), true
	case reflect.String:
		return hash(v.String()), true
	case reflect.Struct:
		if isPair(v.Type()) {
			return v.Field(0).Uint()<<8 ^ v.Field(1).Uint(), true
		}
	}
	return 0, false
}

// isPair reports whether a type is a pair of numbers with a name, such as a ballot: its round and its server.
func isPair(t reflect.Type) bool {
	return t.Implements(namedType) && t.NumField() == 2 && isNumber(t.Field(0)) && isNumber(t.Field(1))
}

func isNumber(field reflect.StructField) bool {
	return field.Type.Kind() == reflect.Uint64 || field.Type.Kind() == reflect.Uint32
}

// hash is the FNV-1a hash of a text.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

// events are the names of the timer's events.
var events = [...]string{"HeardFromLeader", "GrantedVote", "StartedElection", "RefusedVote", "HeardFromOldLeader"}

// text is a value as people read it.
func text(v reflect.Value) string {
	switch v.Type() {
	case durationType:
		return milliseconds(v.Int())
	case eventType:
		if v.Uint() < uint64(len(events)) {
			return events[v.Uint()]
		}
	}
	if v.Type().Name() == "NodeSet" { // each protocol has its own, of the same bits
		return set(raft.NodeSet(v.Uint()))
	}
	if named, ok := v.Interface().(fmt.Stringer); ok {
		return named.String()
	}
	switch v.Kind() {
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	}
	return strconv.FormatUint(v.Uint(), 10)
}

func milliseconds(micros int64) string {
	whole, rest := strconv.FormatInt(micros/1000, 10), micros%1000
	if rest <= 0 {
		return whole + " ms"
	}
	return whole + "." + strings.TrimRight(strconv.FormatInt(1000+rest, 10)[1:], "0") + " ms"
}

func set(ids raft.NodeSet) string {
	var names []string
	for id := range ids.All() {
		names = append(names, id.String())
	}
	return "{" + strings.Join(names, ", ") + "}"
}
