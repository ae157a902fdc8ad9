package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// configFlag names the optional configuration file.
type configFlag = kong.ConfigFlag

// readConfig reads a JSON object of flag names and values. A value in the file
// gives way to an environment variable, as it does to a flag: kong itself would
// let the file win over the environment.
func readConfig(r io.Reader) (kong.Resolver, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var keys map[string]any
	if err := json.Unmarshal(text, &keys); err != nil {
		return nil, fmt.Errorf("配置文件不是 JSON 对象 / the configuration file is not a JSON object: %w", err)
	}
	file, err := kong.JSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return &config{file, keys}, nil
}

type config struct {
	kong.Resolver
	keys map[string]any
}

// Resolve implements kong.Resolver.
func (c *config) Resolve(ctx *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	return c.Resolver.Resolve(ctx, parent, flag)
}

// Validate refuses keys that no command has: a misspelt setting that is ignored
// is worse than none.
func (c *config) Validate(app *kong.Application) error {
	known := map[string]bool{}
	blank := map[string]bool{}
	eachFlag(app.Node, func(f *kong.Flag) {
		known[f.Name], blank[f.Name] = true, f.Tag.Has("blank")
	})
	for key, value := range c.keys {
		name := strings.ReplaceAll(key, "_", "-")
		switch {
		case known[name] && strings.Contains(key, "-"):
			return fmt.Errorf("配置文件中应写 %q / in the configuration file it is %[1]q, not %q", strings.ReplaceAll(key, "-", "_"), key)
		case !known[name]:
			return fmt.Errorf("配置文件中没有这个设置 / the configuration file has no such setting: %q", key)
		case value == "" && !blank[name]:
			return fmt.Errorf("配置文件中 %q 的值为空 / in the configuration file %[1]q is empty", key)
		}
	}
	return nil
}
