package font

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

func TestUnbuilt(t *testing.T) {
	_, err := read(fstest.MapFS{"dist/.gitkeep": {}})
	if !errors.Is(err, ErrUnbuilt) || !strings.Contains(err.Error(), "make font") {
		t.Errorf("an empty dist: %v", err)
	}
	if got, err := read(fstest.MapFS{file: {Data: []byte("ttf")}}); err != nil || string(got) != "ttf" {
		t.Errorf("a built dist: %q, %v", got, err)
	}
}
