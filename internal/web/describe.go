package web

import (
	"encoding/json"
	"reflect"
	"strings"

	"annals"

	"github.com/danielgtaylor/huma/v2"
)

// describe is the OpenAPI description of an API as it is served, corrected
// where the generator does not see how types are written: pointers may be null,
// and so may codes and types, which are written as null when they are empty.
func describe(doc *huma.OpenAPI) ([]byte, error) {
	m := doc.Components.Schemas.Map()
	for name, s := range m {
		if t := doc.Components.Schemas.TypeFromRef("#/components/schemas/" + name); t != nil {
			correct(s, t)
		}
	}
	return json.Marshal(doc)
}

// correct makes properties nullable that are written as null.
func correct(s *huma.Schema, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			correct(s, f.Type)
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := s.Properties[name]
		if p == nil || strings.Contains(options, "omitempty") && f.Type.Kind() != reflect.Pointer {
			continue
		}
		if f.Type.Kind() == reflect.Pointer && p.Ref != "" {
			s.Properties[name] = &huma.Schema{OneOf: []*huma.Schema{p, {Type: "null"}}}
		} else if f.Type.Kind() == reflect.Pointer || f.Type == reflect.TypeFor[annals.Code]() || f.Type == reflect.TypeFor[annals.Type]() {
			p.Nullable = true
		}
	}
}
