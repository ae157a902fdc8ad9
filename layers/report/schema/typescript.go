package schema

import (
	"reflect"
	"strings"
)

// TypeScript is the prelude and the declarations, as a module's text.
func (s *Set) TypeScript() string {
	var b strings.Builder
	b.WriteString(s.options.Prelude)
	for _, d := range s.all {
		if s.options.Known[d.of].TypeScript == "" {
			b.WriteByte('\n')
			s.declare(&b, d)
		}
	}
	return b.String()
}

func (s *Set) declare(b *strings.Builder, d *definition) {
	comment(b, "", d.doc)
	b.WriteString("export ")
	if d.enum != nil {
		b.WriteString("type " + d.name + " = " + union(d.enum) + "\n")
		return
	}
	b.WriteString("interface " + d.name + " {\n")
	for _, m := range d.members {
		comment(b, "  ", m.doc)
		b.WriteString("  " + key(m.name))
		if m.optional {
			b.WriteByte('?')
		}
		b.WriteString(": " + s.expression(m.of))
		if m.nullable {
			b.WriteString(" | null")
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
}

func comment(b *strings.Builder, indent, doc string) {
	b.WriteString(indent + "/** " + strings.ReplaceAll(doc, "*/", "* /") + " */\n")
}

// key is quoted where it is no identifier.
func key(name string) string {
	for i, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '$'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return quoted(name)
		}
	}
	return name
}

func union(values []string) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = quoted(v)
	}
	return strings.Join(all, " | ")
}

func quoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`).Replace(s) + "'"
}

// expression is the type of a value.
func (s *Set) expression(t reflect.Type) string {
	if known := s.options.Known[t]; known.TypeScript != "" {
		return known.TypeScript
	}
	if name := s.names[t]; name != "" {
		return name
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Pointer:
		return s.expression(t.Elem())
	case reflect.Slice:
		if item := s.itemExpression(t); strings.Contains(item, " ") {
			return "(" + item + ")[]"
		}
		return s.itemExpression(t) + "[]"
	case reflect.Array:
		return "[" + strings.TrimSuffix(strings.Repeat(s.itemExpression(t)+", ", t.Len()), ", ") + "]"
	case reflect.Map:
		return "Record<string, " + s.itemExpression(t) + ">"
	case reflect.Interface:
		return "unknown"
	default:
		return "number"
	}
}

// itemExpression is of what a list or a map holds, where a pointer may be nil.
func (s *Set) itemExpression(of reflect.Type) string {
	if of.Elem().Kind() == reflect.Pointer {
		return s.expression(of.Elem()) + " | null"
	}
	return s.expression(of.Elem())
}
