package main

import (
	"fmt"
	"runtime"

	"github.com/alecthomas/kong"

	"waterzones/layers/screening"
)

type versionCommand struct{}

// versionFlag is the command as a flag.
type versionFlag bool

// BeforeReset answers at once, whatever else was said.
func (versionFlag) BeforeReset(app *kong.Kong, std *streams) error {
	err := (&versionCommand{}).Run(std)
	if err == nil {
		app.Exit(exitDone)
	}
	return err
}

// Run prints the version of the program and of what an answer rests on.
func (*versionCommand) Run(std *streams) error {
	var embedded source
	release, set, err := embedded.open()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "waterzones %s\nengine %s\nrules %s\nseeds %s\n%s %s/%s\n",
		version, screening.Engine, set.Version, release.ID, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
