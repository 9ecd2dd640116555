package yield

// turn is what the program's seat does at each place. A guest has one seat.
var turn func()

// To has turn called at each place.
func To(called func()) { turn = called }

// Here is a place where another goroutine may go first.
func Here() {
	if turn != nil {
		turn()
	}
}
