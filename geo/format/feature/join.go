package feature

import (
	"fmt"
	"io"
	"iter"
	"slices"
)

// Join makes one source of several files of one form, in their order: their
// columns, their delimiter and what they declare must agree. Where a feature is
// says its file too. The sources are the joined one's to close; names are for
// people.
func Join(sources []*Source, names []string) (*Source, error) {
	joined := *sources[0]
	joined.closers = nil
	for i, s := range sources {
		joined.OnClose(s.Close)
		if i > 0 {
			if err := agree(&joined, s, names[0], names[i]); err != nil {
				return nil, err
			}
		}
	}
	j := &join{into: &joined, sources: sources, names: names}
	joined.Features = j.features
	if joined.Blank != nil {
		joined.Blank = j.blank
	}
	joined.Rows = j.rows()
	return &joined, nil
}

func agree(a, b *Source, nameA, nameB string) error {
	var zh, en string
	switch {
	case a.Kind != b.Kind:
		zh, en = fmt.Sprintf("格式为 %s 和 %s", a.Kind, b.Kind), fmt.Sprintf("are %s and %s", a.Kind, b.Kind)
	case !slices.Equal(a.Fields, b.Fields) || !slices.Equal(a.Places, b.Places):
		zh, en = "列不同："+fieldsText(a.Fields)+"；"+fieldsText(b.Fields), "differ in their columns: "+fieldsText(a.Fields)+"; "+fieldsText(b.Fields)
	case a.Declared != b.Declared || a.DeclaredAs != b.DeclaredAs:
		zh, en = "自述的坐标系不同", "declare different systems"
	default:
		return nil
	}
	return &Error{ZH: nameA + " 与 " + nameB + " " + zh, EN: nameA + " and " + nameB + " " + en}
}

func fieldsText(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return QuoteAll(names)
}

// join is several sources on their way to be one.
type join struct {
	into    *Source
	sources []*Source
	names   []string
	at      int // the one that is read
}

func (j *join) blank() int {
	n := 0
	for _, s := range j.sources {
		n += s.Blank()
	}
	return n
}

// ended takes over what a source said, and goes on to the next.
func (j *join) ended() (more bool) {
	s := j.sources[j.at]
	if j.at > 0 {
		j.into.Notes = append(j.into.Notes, s.Notes...)
		j.into.Unread = append(j.into.Unread, s.Unread...)
	} else {
		j.into.Notes, j.into.Unread = slices.Clone(s.Notes), slices.Clone(s.Unread)
	}
	j.at++
	return j.at < len(j.sources)
}

func (j *join) features(yield func(Feature, error) bool) {
	for more := true; more; more = j.ended() {
		for f, err := range j.sources[j.at].Features {
			if !yield(placedIn(j.names[j.at], f, err)) {
				return
			}
		}
	}
}

// placedIn adds the file to where a feature is, and to what is wrong with it.
func placedIn(file string, f Feature, err error) (Feature, error) {
	f.Place = file + " " + f.Where()
	if wrong, ok := err.(*FeatureError); ok { //nolint:errorlint // it is what sources give
		named := *wrong
		named.Place = file + " " + wrong.Place
		err = &named
	}
	return f, err
}

// rows are those of all sources, which are tables of one header, so that the
// first can split the blocks of any; nil where they are not.
func (j *join) rows() *Rows {
	first := j.sources[0].Rows
	for _, s := range j.sources {
		if s.Rows == nil || s.Rows.Comma != first.Comma {
			return nil
		}
	}
	rows := *first
	rows.Next = func() (*Block, error) {
		for {
			block, err := j.sources[j.at].Rows.Next()
			if err != io.EOF {
				if block != nil {
					block.File = j.names[j.at]
				}
				return block, err
			}
			if j.at == len(j.sources)-1 {
				return nil, err
			}
			j.at++
		}
	}
	rows.Split = func(b *Block) iter.Seq[*Row] {
		return func(yield func(*Row) bool) {
			for row := range first.Split(b) {
				row.File = b.File
				if !yield(row) {
					return
				}
			}
		}
	}
	rows.Feature = func(row *Row) (Feature, error) {
		f, err := first.Feature(row)
		return placedIn(row.File, f, err)
	}
	return &rows
}
