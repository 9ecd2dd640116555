package intake

import (
	"archive/zip"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// bounded reads at most left bytes in all, so that a list of names is bounded before it is kept.
type bounded struct {
	r    io.ReaderAt
	left int64
}

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errNames
	}
	return b.r.ReadAt(p, off)
}

// openZip is the tree of a zip archive. Its list of names may have that many bytes, and that many names.
func openZip(r io.ReaderAt, size, directory int64, names int) (*tree, error) {
	bound := &bounded{r, directory}
	archive, err := zip.NewReader(bound, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, zipError(err)
	}
	if len(archive.File) > names {
		return nil, errNames
	}
	// From here on, what is read is bounded where it is read.
	bound.left = 1 << 62
	t := &tree{}
	for _, f := range archive.File {
		name, recoded := zipName(f)
		n := node{size: int64(min(f.UncompressedSize64, 1<<62)), modified: written(f.Modified), recoded: recoded}
		mode := f.Mode()
		switch why := special(mode); {
		case why != "":
			n.kind, n.why = refused, why
		case mode.IsDir() || strings.HasSuffix(name, "/"):
			n.kind = folder
		default:
			n.open = func() (io.ReadCloser, error) { return openZipped(f) }
		}
		t.add(name, n)
	}
	return t, nil
}

func openZipped(f *zip.File) (io.ReadCloser, error) {
	const encrypted = 1
	if f.Flags&encrypted != 0 {
		return nil, errEncrypted
	}
	r, err := f.Open()
	if err != nil {
		return nil, zipError(err)
	}
	return zipped{r}, nil
}

// zipped is a file of an archive. Its errors are those of the archive.
type zipped struct{ io.ReadCloser }

func (z zipped) Read(p []byte) (int, error) {
	n, err := z.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = zipError(err)
	}
	return n, err
}

func zipError(err error) error {
	switch {
	case errors.Is(err, errNames), errors.Is(err, errEncrypted):
		return err
	case errors.Is(err, zip.ErrAlgorithm):
		return errMethod
	}
	return errDamaged
}

// zipName is a file's name in UTF-8. Without the mark for UTF-8, a name may have any encoding: it is mostly UTF-8 all
// the same, and else that of the first PCs, or Latin-1, whose letters begin at 0xC0.
func zipName(f *zip.File) (name string, recoded bool) {
	if utf8.ValidString(f.Name) {
		return f.Name, false
	}
	latin := true
	for _, c := range []byte(f.Name) {
		latin = latin && (c < 0x80 || c >= 0xC0)
	}
	var b strings.Builder
	for _, c := range []byte(f.Name) {
		switch {
		case c < 0x80 || latin:
			b.WriteRune(rune(c))
		default:
			b.WriteRune(codePage437[c-0x80])
		}
	}
	return b.String(), true
}

// codePage437 is the upper half of the first PCs' encoding.
var codePage437 = []rune("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
	"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0")
