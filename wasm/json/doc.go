// Package json reads and quotes the JSON that the page and our programs exchange. It is small: objects, lists,
// texts, whole numbers, booleans and null. encoding/json would be a sixth of the engine's download; the tests
// compare the two.
//
//	r := json.Read(text)
//	r.Object(func(name string) {
//		switch name {
//		case "rule":
//			rule = r.Text()
//		case "lines":
//			r.List(func() { lines = append(lines, r.Number()) })
//		default:
//			r.Fail("there is no field " + strconv.Quote(name))
//		}
//	})
//	err := r.End()
//
// # Never
//
// It reads no fractions, and accepts nothing that is not JSON. Bad input from a page or a learner's program
// results in an error with its place, never in a panic.
package json
