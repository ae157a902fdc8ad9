//go:build unix

package batch

import (
	"os"
	"syscall"
)

// lock is given up when the file is closed or the process ends, however it ends.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
