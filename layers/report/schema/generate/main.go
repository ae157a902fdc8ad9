// Generate writes the page's declarations of a report, in TypeScript, to the file
// named, for go generate:
//
//	//go:generate go run waterzones/layers/report/schema/generate src/report.ts
package main

import (
	"errors"
	"fmt"
	"os"

	"waterzones/layers/report/schema"
)

func main() {
	if err := generate(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1) //nolint:forbidigo // a command ends the process
	}
}

func generate(args []string) error {
	if len(args) != 1 {
		return errors.New("one argument: the file to write")
	}
	set, err := schema.Report()
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], []byte(set.TypeScript()), 0o644)
}
