package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// Question is what the bytes of an output depend on, by name: the input, the
// options, the data and the versions.
type Question map[string]string

// OtherQuestionError says that a journal is of another question.
type OtherQuestionError struct {
	Journal string
	Differs []string
}

func (e *OtherQuestionError) Error() string {
	what := strings.Join(e.Differs, "; ")
	return fmt.Sprintf("不能续接，%s 记录的是另一次核查：%s / cannot go on, %s is of another run: %s", e.Journal, what, e.Journal, what)
}

// differs lists what is not the same.
func (q Question) differs(other Question) []string {
	names := maps.Clone(q)
	maps.Copy(names, other)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if q[name] != other[name] {
			list = append(list, fmt.Sprintf("%s: %q ≠ %q", name, q[name], other[name]))
		}
	}
	return list
}

// journal says how much of a part is whole, and to which question it belongs.
type journal struct {
	Question Question `json:"question"`
	Mark
}

func readJournal(path string) (*journal, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	j := &journal{Mark: Mark{Counts: newCounts()}}
	if err := json.Unmarshal(text, j); err != nil {
		return nil, fmt.Errorf("%s 已损坏；去掉 --resume 可重新开始 / is damaged; begin afresh without --resume: %w", path, err)
	}
	return j, nil
}

// write puts the journal in the place of the one before: whoever reads it finds
// one or the other.
func (j *journal) write(path string) error {
	text, err := json.Marshal(j)
	if err != nil {
		return err
	}
	next := path + "-next"
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(next, path)
	}
	if err != nil {
		return errors.Join(err, removed(next))
	}
	return nil
}

// removed removes a file, which may be gone.
func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
