package pages

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

//go:embed pages.html
var source string

//go:embed pages.css
var style string

// templates are those of all pages. The style is ours, so it is written as it stands.
var templates = template.Must(template.New("pages").Funcs(template.FuncMap{
	"style": func() template.CSS { return template.CSS(style) },
	"count": func(n int) string { return commas(n) },
	"plus":  func(a, b int) int { return a + b },
}).Parse(source))

// render makes a page.
func render(name string, page any) ([]byte, error) {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, page); err != nil {
		return nil, fmt.Errorf("write a page: %w", err)
	}
	return out.Bytes(), nil
}
