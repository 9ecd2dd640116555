package main

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/bring/verdict"
	"raftlab/grader/class/assignment"
	"raftlab/lab/story"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [report|bring|assignment]",
		Short: "Print the JSON Schema of a report, or of a class's assignment",
		Long: "Print the JSON Schema of what raftlab grade --json or raftlab bring --json prints, or of the file\n" +
			"that raftlab class grade --assignment reads.",
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			schema := schemaOf[grader.ReportJSON]("A report of raftlab grade")
			switch {
			case len(args) == 1 && args[0] == "assignment":
				schema = assignment.Schema()
			case len(args) == 1 && args[0] == "bring":
				schema = schemaOf[verdict.Report]("A report of raftlab bring")
			case len(args) == 1 && args[0] != "report":
				return usagef("want report, bring or assignment, got %q%s", args[0],
					story.DidYouMean(args[0], []string{"report", "bring", "assignment"}))
			}
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetIndent("", "  ")
			return encoder.Encode(schema)
		},
	}
}

// schemaOf is the schema of a report. A report may have more fields: a new one does not raise the version.
func schemaOf[R any](title string) map[string]any {
	s := schemaMaker{map[string]any{}}
	root := s.of(reflect.TypeFor[R]())
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   title,
		"$ref":    root["$ref"], "$defs": s.found,
	}
}

// schemaMaker makes schemas of Go types, as package encoding/json writes them.
type schemaMaker struct{ found map[string]any }

func (s schemaMaker) of(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		// A list that is empty may be null.
		return map[string]any{"type": []string{"array", "null"}, "items": s.of(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		if t == reflect.TypeFor[grader.Verdict]() {
			return map[string]any{"enum": grader.Verdicts()}
		}
		return map[string]any{"type": "string"}
	case reflect.Struct:
		return s.structure(t)
	}
	return map[string]any{"type": "integer"}
}

func (s schemaMaker) structure(t reflect.Type) map[string]any {
	ref := map[string]any{"$ref": "#/$defs/" + t.Name()}
	if s.found[t.Name()] != nil {
		return ref
	}
	properties, required := map[string]any{}, []string{}
	schema := map[string]any{"type": "object", "properties": properties}
	s.found[t.Name()] = schema
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		properties[name] = s.of(field.Type)
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	schema["required"] = required
	return ref
}
