package intake

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
)

// isTar reports whether a name is that of a tar archive, packed or not.
func isTar(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".tar") || strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz")
}

// openTar is the tree of a tar archive. It is read once, from front to back, so the files that may be wanted are kept.
// spend counts what is read, and ends it.
func openTar(name string, r io.Reader, names int, spend func(bytes int64) error) (*tree, error) {
	if !strings.HasSuffix(strings.ToLower(name), ".tar") {
		unpacked, err := gzip.NewReader(r)
		if err != nil {
			return nil, errDamaged
		}
		r = unpacked
	}
	archive, t := tar.NewReader(spending{r, spend}), &tree{}
	for count := 0; ; count++ {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return t, nil
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return nil, tarError(err)
		case count >= names:
			return nil, errNames
		}
		n, err := tarNode(archive, header)
		if err != nil {
			return nil, tarError(err)
		}
		t.add(header.Name, n)
	}
}

func tarNode(archive *tar.Reader, header *tar.Header) (node, error) {
	n := node{size: header.Size, modified: written(header.ModTime)}
	switch header.Typeflag {
	case tar.TypeDir:
		n.kind = folder
	case tar.TypeReg:
		limit, tooLarge := int64(maxSource), errTooLarge
		if isArchive(header.Name) {
			limit, tooLarge = maxArchive, errArchive
		}
		if !wanted(header.Name) || header.Size > limit {
			n.open = func() (io.ReadCloser, error) { return nil, tooLarge }
			return n, nil
		}
		text, err := io.ReadAll(io.LimitReader(archive, limit))
		if err != nil {
			return node{}, err
		}
		n.open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
	case tar.TypeLink:
		n.kind, n.why = refused, "is a link, and links are not followed"
	default:
		if n.kind, n.why = refused, special(header.FileInfo().Mode()); n.why == "" {
			n.why = "is no ordinary file"
		}
	}
	return n, nil
}

func tarError(err error) error {
	var known reason
	if errors.As(err, &known) {
		return known
	}
	return errDamaged
}

// spending counts what is read.
type spending struct {
	r     io.Reader
	spend func(bytes int64) error
}

func (s spending) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if spent := s.spend(int64(n)); spent != nil {
		return 0, spent
	}
	return n, err
}
