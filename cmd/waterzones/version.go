package main

import (
	"fmt"
	"runtime"

	"waterzones/layers/screening"
)

type versionCommand struct{}

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
