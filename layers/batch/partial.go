package batch

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Partial is the output of a run under way: OUT.part, which becomes OUT when it is
// whole, and OUT.journal, which says up to where it is, so that a run that was
// interrupted, be it by the loss of power, can go on. While a Partial is open no
// other process can open it.
type Partial struct {
	out  string
	file *os.File
	said journal // as it was written last
	from *Mark

	marks chan Mark     // to be written down
	kept  chan struct{} // closed when the last of them is
	last  time.Time
	pause time.Duration // from one mark that is written down to the next
}

// How often the journal is written: soon at first, so that a run that is stopped
// again and again gets on all the same.
const (
	firstPause = 50 * time.Millisecond
	mostPause  = time.Second
)

// OpenPartial begins the output of the name, or goes on with what an earlier run
// of the same question left (From). A journal of another question is an
// *OtherQuestionError.
func OpenPartial(out string, q Question, resume bool) (*Partial, error) {
	p := &Partial{out: out, said: journal{Question: q, Mark: Mark{Counts: newCounts()}}, pause: firstPause}
	var err error
	if p.file, err = lockedFile(p.part()); err != nil {
		return nil, err
	}
	if err = p.begin(resume); err != nil {
		return nil, errors.Join(err, p.file.Close())
	}
	p.marks, p.kept, p.last = make(chan Mark), make(chan struct{}), time.Now()
	go p.keep()
	return p, nil
}

func (p *Partial) part() string    { return p.out + ".part" }
func (p *Partial) journal() string { return p.out + ".journal" }

// begin cuts the part to what the journal says is whole. Whatever part is ours has
// a journal beside it.
func (p *Partial) begin(resume bool) error {
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	found, err := readJournal(p.journal())
	switch {
	case found == nil && err == nil && info.Size() > 0:
		return fmt.Errorf("%s 已存在，且不是中断的核查留下的；请移走 / is there, and no run of ours left it: move it away", p.part())
	case !resume || found == nil && err == nil:
		return p.afresh()
	case err != nil:
		return err
	}
	if differs := p.said.Question.differs(found.Question); len(differs) > 0 {
		return &OtherQuestionError{p.journal(), differs}
	}
	if info.Size() < found.Bytes { // it had its name already, or the disk lost it
		return p.afresh()
	}
	if err := p.file.Truncate(found.Bytes); err != nil {
		return err
	}
	if found.Counts.Rows > 0 {
		p.said, p.from = *found, &found.Mark
	}
	_, err = p.file.Seek(found.Bytes, io.SeekStart)
	return err
}

func (p *Partial) afresh() error {
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	return p.said.write(p.journal())
}

// From is the mark from which the job goes on; nil: from the beginning.
func (p *Partial) From() *Mark { return p.from }

// Chmod gives the output its permissions.
func (p *Partial) Chmod(mode os.FileMode) error { return p.file.Chmod(mode) }

// Write adds to the output.
func (p *Partial) Write(b []byte) (int, error) { return p.file.Write(b) }

// Reached writes the mark down, unless another was lately.
func (p *Partial) Reached(m Mark) {
	if time.Since(p.last) < p.pause {
		return
	}
	select {
	case p.marks <- m.clone():
		p.last, p.pause = time.Now(), min(2*p.pause, mostPause)
	default: // the one before is still on its way to the disk
	}
}

// keep writes marks down, each when all before it is on the disk.
func (p *Partial) keep() {
	for m := range p.marks {
		_ = p.note(m) // the one before stays good; if the disk is full, writing will say so
	}
	close(p.kept)
}

func (p *Partial) note(m Mark) error {
	if err := p.file.Sync(); err != nil {
		return err
	}
	next := journal{p.said.Question, m}
	if err := next.write(p.journal()); err != nil {
		return err
	}
	p.said = next
	return nil
}

// Finish makes the part the output.
func (p *Partial) Finish() error {
	close(p.marks)
	<-p.kept
	if err := errors.Join(os.Rename(p.part(), p.out), p.file.Close()); err != nil {
		return err
	}
	return removed(p.journal())
}

// Stop leaves what a later run needs to go on after the mark, and reports whether
// there is any; if there is not, nothing is left.
func (p *Partial) Stop(m *Mark) (resumable bool, err error) {
	close(p.marks)
	<-p.kept
	if m != nil && m.Counts.Rows > 0 {
		err = p.note(*m)
	}
	if p.said.Counts.Rows > 0 { // the last mark that could be written
		return true, errors.Join(err, p.file.Close())
	}
	return false, errors.Join(err, p.remove())
}

// Discard leaves nothing.
func (p *Partial) Discard() error {
	close(p.marks)
	<-p.kept
	return p.remove()
}

func (p *Partial) remove() error {
	return errors.Join(removed(p.journal()), removed(p.part()), p.file.Close())
}

// lockedFile opens a file that no other process has, or makes it.
func lockedFile(path string) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			return nil, errors.Join(fmt.Errorf("%s 正由另一个进程写入 / is being written by another process: %w", path, err), f.Close())
		}
		// Whoever had it may have given it its name, or removed it, meanwhile.
		mine, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if now, err := os.Stat(path); err == nil && os.SameFile(mine, now) {
			return f, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
}
