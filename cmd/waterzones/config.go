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
	var collect func(n *kong.Node)
	collect = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, child := range n.Children {
			collect(child)
		}
	}
	collect(app.Node)
	for key := range c.keys {
		if !known[strings.ReplaceAll(key, "_", "-")] {
			return fmt.Errorf("配置文件中没有这个设置 / the configuration file has no such setting: %q", key)
		}
	}
	return nil
}
