package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash、zsh 或 fish / ${enum}."`
}

// Run writes a script that completes verbs, flags, and the values of flags that
// have few; everything else is completed as a file. To install it:
//
//	source <(waterzones completion bash)
//	waterzones completion zsh  > "${fpath[1]}/_waterzones"
//	waterzones completion fish > ~/.config/fish/completions/waterzones.fish
func (c *completionCommand) Run(std *streams, parsed *kong.Context) error {
	words := wordsOf(parsed.Model.Node)
	var err error
	switch c.Shell {
	case "fish":
		_, err = fmt.Fprint(std.out, fishScript(parsed.Model.Node))
	case "zsh":
		_, err = fmt.Fprint(std.out, "#compdef waterzones\nautoload -U +X bashcompinit && bashcompinit\n"+words.bash())
	default:
		_, err = fmt.Fprint(std.out, words.bash())
	}
	return err
}

// wordList is what may follow: after a verb its flags or verbs below it, after a
// flag its values.
type wordList struct {
	verbs  []string // "" for the program, then each verb, as "layers list"
	after  map[string][]string
	values map[string][]string // by "verb --flag"
}

func wordsOf(root *kong.Node) *wordList {
	l := &wordList{after: map[string][]string{}, values: map[string][]string{}}
	var walk func(n *kong.Node, path string, above []*kong.Flag)
	walk = func(n *kong.Node, path string, above []*kong.Flag) {
		l.verbs = append(l.verbs, path)
		flags := slices.Concat(above, n.Flags)
		for _, child := range n.Children {
			l.after[path] = append(l.after[path], child.Name)
			walk(child, strings.TrimSpace(path+" "+child.Name), flags)
		}
		for _, f := range flags {
			l.after[path] = append(l.after[path], "--"+f.Name)
			if f.Enum != "" {
				l.values[path+" --"+f.Name] = f.EnumSlice()
			}
		}
		for _, arg := range n.Positional {
			if arg.Enum != "" {
				l.after[path] = append(l.after[path], arg.EnumSlice()...)
			}
		}
	}
	walk(root, "", nil)
	return l
}

// bash is the script for bash, which zsh runs too.
func (l *wordList) bash() string {
	var b strings.Builder
	b.WriteString("_waterzones() {\n  local word verb='' before=\"${COMP_WORDS[COMP_CWORD-1]}\" now=\"${COMP_WORDS[COMP_CWORD]}\" list=''\n")
	b.WriteString("  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case \"$verb${verb:+ }$word\" in\n")
	for _, verb := range l.verbs[1:] {
		fmt.Fprintf(&b, "      '%s') verb='%[1]s' ;;\n", verb)
	}
	b.WriteString("    esac\n  done\n  case \"$verb $before\" in\n")
	for _, verb := range l.verbs {
		for _, word := range l.after[verb] {
			if values := l.values[verb+" "+word]; values != nil {
				fmt.Fprintf(&b, "    '%s %s') list='%s' ;;\n", verb, word, strings.Join(values, " "))
			}
		}
	}
	b.WriteString("    *) case \"$verb\" in\n")
	for _, verb := range l.verbs {
		fmt.Fprintf(&b, "      '%s') list='%s' ;;\n", verb, strings.Join(l.after[verb], " "))
	}
	b.WriteString("    esac ;;\n  esac\n  COMPREPLY=($(compgen -W \"$list\" -- \"$now\"))\n}\ncomplete -o default -F _waterzones waterzones\n")
	return b.String()
}

// fishScript is the script for fish, which shows what a word means.
func fishScript(root *kong.Node) string {
	var b strings.Builder
	quoted := func(text string) string { return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'" }
	var walk func(n *kong.Node, path []string)
	walk = func(n *kong.Node, path []string) {
		where := "__fish_use_subcommand"
		if len(path) > 0 {
			where = "__fish_seen_subcommand_from " + path[len(path)-1]
		}
		for _, child := range n.Children {
			fmt.Fprintf(&b, "complete -c waterzones -n %s -f -a %s -d %s\n", quoted(where), child.Name, quoted(child.Help))
			walk(child, slices.Concat(path, []string{child.Name}))
		}
		for _, f := range n.Flags {
			line := "complete -c waterzones -l " + f.Name
			if len(path) > 0 {
				line += " -n " + quoted(where)
			}
			if f.Short != 0 {
				line += " -s " + string(f.Short)
			}
			switch {
			case f.Enum != "":
				line += " -x -a " + quoted(strings.Join(f.EnumSlice(), " "))
			case !f.IsBool():
				line += " -r"
			}
			fmt.Fprintln(&b, line+" -d "+quoted(f.Help))
		}
	}
	walk(root, nil)
	return b.String()
}
