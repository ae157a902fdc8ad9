package feature

import (
	"iter"

	"github.com/paulmach/orb"
)

// Rows is a table as blocks of bytes, for who takes millions of rows: one
// goroutine calls Next, any number of them split blocks at the same time. Rows
// are those of Source.Features, in the same order, with the same errors.
type Rows struct {
	Comma    byte // delimiter
	Lon, Lat int  // columns that Degrees reads, from 0; -1 where it reads none

	// Next returns the next whole rows, as they come: a stream's first rows do not
	// wait for more. The error is io.EOF at the end, or ends the table.
	Next func() (*Block, error)

	// Split gives out the rows of a block, each good until the next.
	Split func(*Block) iter.Seq[*Row]

	// Degrees is where a row is, longitude and latitude, and how precise that is as
	// written, in metres to either side. It is false of all but plain decimal
	// degrees in range: those are for Feature.
	Degrees func(*Row) (p orb.Point, precisionM float64, plain bool)

	// Feature is the row as Source.Features gives it. It keeps nothing of the row.
	Feature func(*Row) (Feature, error)

	// Recycle takes back a block that nobody uses any more, nor its rows. It may be
	// left out, at the price of memory to collect.
	Recycle func(*Block)
}

// Block is some whole rows of a table, not split yet.
type Block struct {
	Text []byte // whole lines in UTF-8; a quote that opens in one closes in it
	Line int    // of the first, from 1
	File string // of joined sources: of which it is
	Odd  []Row  // in place of Text: what cannot be told line by line

	Buffer []byte // where Text lies, for Recycle
}

// Row is one record of a table. Its bytes lie in the block.
type Row struct {
	Fields [][]byte  // as many as the header has, unless Err is set; then what could be told, or nil
	Raw    []byte    // as in the file, without the last line end; 1 KiB of a line that is too long
	Line   int       // of its first line, from 1
	File   string    // of joined sources: of which it is
	Err    *RowError // why the row was rejected, nil if it was not
}
