package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type manCommand struct{}

// Run writes the manual page: what the flags' own help says, and no more.
func (*manCommand) Run(std *streams, parsed *kong.Context) error {
	app := parsed.Model
	p := &manual{w: std.out}
	p.line(".TH WATERZONES 1 \"\" \"waterzones %s\"", roff(version))
	p.line(".SH NAME")
	p.line("waterzones \\- %s", roff(app.Help))
	p.line(".SH SYNOPSIS")
	for _, verb := range verbs(app.Node) {
		p.line(".B waterzones %s\n.br", roff(strings.TrimPrefix(verb.Summary(), "waterzones ")))
	}
	p.line(".SH OPTIONS")
	p.flags(app.Flags)
	for _, verb := range verbs(app.Node) {
		p.line(".SH %s", roff(strings.ToUpper(verb.Path())))
		p.line("%s", roff(verb.Help))
		if verb.Detail != "" {
			p.line(".PP\n.nf\n%s\n.fi", roff(verb.Detail))
		}
		for _, arg := range verb.Positional {
			p.line(".TP\n.B %s\n%s", roff(arg.Summary()), roff(arg.Help))
		}
		p.flags(verb.Flags)
	}
	p.line(".SH EXIT STATUS")
	for status, means := range exitStatuses() {
		p.line(".TP\n.B %d\n%s", status, roff(means))
	}
	return p.err
}

// verbs are the commands that do something, in the order of the help.
func verbs(n *kong.Node) []*kong.Node {
	if n.Leaf() && n.Type == kong.CommandNode {
		return []*kong.Node{n}
	}
	var all []*kong.Node
	for _, child := range n.Children {
		all = append(all, verbs(child)...)
	}
	return all
}

// manual is a page under way; the first error of writing it stays.
type manual struct {
	w   io.Writer
	err error
}

func (m *manual) line(form string, parts ...any) {
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, form+"\n", parts...)
	}
}

func (m *manual) flags(flags []*kong.Flag) {
	for _, f := range flags {
		name := "--" + f.Name
		if f.Short != 0 {
			name = "-" + string(f.Short) + ", " + name
		}
		if !f.IsBool() {
			name += " " + f.FormatPlaceHolder()
		}
		m.line(".TP\n.B %s\n%s", roff(name), roff(f.Help))
	}
}

// roff writes a text so that nothing in it is an instruction.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
