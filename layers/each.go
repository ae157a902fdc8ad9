package layers

import (
	"sync"
	"sync/atomic"
)

// Each calls do with 0 to n-1 on so many goroutines, one at least, as many at a time
// as there are: what is made of a file's zones is made one zone at a time, and one
// may take as long as all others.
func Each(workers, n int, do func(i int)) {
	var next atomic.Int64
	var running sync.WaitGroup
	for range max(1, min(workers, n)) {
		running.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	running.Wait()
}
