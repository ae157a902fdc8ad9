package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// checkGiven refuses what was given and says nothing, which would silently be the
// default: an empty value of a flag, and a variable that no flag has. Flags with
// the tag blank may be empty.
func checkGiven(parsed *kong.Context, environment []string) error {
	for _, p := range parsed.Path {
		if p.Flag != nil && saysNothing(p.Flag) {
			return fmt.Errorf("--%s 的值为空 / --%s is empty", p.Flag.Name, p.Flag.Name)
		}
	}
	for _, f := range parsed.Flags() {
		for _, name := range f.Envs {
			if value, set := os.LookupEnv(name); set && value == "" && !f.Tag.Has("blank") {
				return fmt.Errorf("环境变量 %s 的值为空 / the variable %s is empty", name, name)
			}
		}
	}
	known := map[string]bool{}
	eachFlag(parsed.Model.Node, func(f *kong.Flag) {
		for _, name := range f.Envs {
			known[name] = true
		}
	})
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "WATERZONES_") && !known[name] && !ofService(name) {
			return fmt.Errorf("没有名为 %s 的设置 / there is no setting %s", name, name)
		}
	}
	return nil
}

// ofService reports whether a variable is one that Kubernetes sets in every
// container beside a service of our name: WATERZONES_SERVICE_HOST and the like.
func ofService(name string) bool {
	name += "_"
	return strings.HasPrefix(name, "WATERZONES_SERVICE_HOST_") || strings.HasPrefix(name, "WATERZONES_SERVICE_PORT_") || strings.HasPrefix(name, "WATERZONES_PORT_")
}

func saysNothing(f *kong.Flag) bool {
	if f.Tag.Has("blank") {
		return false
	}
	switch v := f.Target.Interface().(type) {
	case string:
		return v == ""
	case []string:
		return len(v) == 0 || slices.Contains(v, "")
	}
	return false
}

// eachFlag calls do for every flag of every verb.
func eachFlag(n *kong.Node, do func(*kong.Flag)) {
	for _, f := range n.Flags {
		do(f)
	}
	for _, child := range n.Children {
		eachFlag(child, do)
	}
}
