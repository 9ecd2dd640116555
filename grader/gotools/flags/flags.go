package flags

// Release is the release of Go whose compiler is called: its flags and archives have no promise beyond it.
const Release = "1.26"

// Compile are the compiler's flags on every host: the go command's, except those for the places of its files. One
// goroutine compiles, since a page has one thread. There is no build ID: the bytes depend on nothing but the source.
func Compile() []string {
	return []string{"-lang=go" + Release, "-complete", "-dwarf=false", "-c=1", "-nolocalimports", "-pack"}
}

// Link are the linker's flags for a guest.
func Link() []string { return []string{"-buildmode=c-shared", "-s", "-w"} }

// LinkNamed are those for a guest that keeps the names of its functions, for stacks that a person reads.
func LinkNamed() []string { return []string{"-buildmode=c-shared", "-w"} }
