package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"modernc.org/sqlite"

	"waterzones/geo/format/feature"

	sqlite3 "modernc.org/sqlite/lib"
	"modernc.org/sqlite/vfs"
)

// viewBytes is what the rows of a view may take together; a table streams.
const viewBytes = 64 << 20

// Is reports whether a file is a SQLite database: no other format here
// is one, and what it lacks to be a GeoPackage is then said.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte("SQLite format 3\x00")) }

// database is a GeoPackage that someone else made. SQLite reads it through the
// Content: nothing is copied, no file is left behind, and no statement hidden in
// it can reach another file.
type database struct {
	content  feature.Content
	limits   feature.Limits
	patience time.Duration // with one statement before its first row
}

// with opens the database for one use of it, which may take any time between
// statements.
func (d *database) with(use func(conn *sql.Conn) error) (err error) {
	name, files, err := vfs.New(oneFile{d.content})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, files.Close()) }()
	// immutable: no lock, no journal and no -wal beside it is looked for.
	db, err := sql.Open("sqlite", "file:content?mode=ro&immutable=1&_defensive=1&vfs="+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return d.broken(err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := d.confine(conn); err != nil {
		return err
	}
	return use(conn)
}

// confine bounds what the file's own schema can make SQLite do.
func (d *database) confine(conn *sql.Conn) error {
	for _, pragma := range []string{
		"trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON",
		// A view is sorted in memory up to this; beyond it SQLite asks for a
		// temporary file, which oneFile does not have.
		"temp_store=FILE", fmt.Sprintf("cache_size=-%d", viewBytes>>10),
	} {
		if _, err := conn.ExecContext(context.Background(), "PRAGMA "+pragma); err != nil {
			return d.broken(err)
		}
	}
	const row = 1 << 20 // beside the geometry
	for id, most := range map[int]int64{
		sqlite3.SQLITE_LIMIT_LENGTH:          min(d.limits.Bytes, 40*int64(d.limits.Vertices)+row, 1e9),
		sqlite3.SQLITE_LIMIT_EXPR_DEPTH:      100,
		sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
		sqlite3.SQLITE_LIMIT_VDBE_OP:         1 << 20,
		sqlite3.SQLITE_LIMIT_ATTACHED:        0,
		sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH:   1,
		sqlite3.SQLITE_LIMIT_WORKER_THREADS:  0,
	} {
		if _, err := sqlite.Limit(conn, id, int(most)); err != nil {
			return d.broken(err)
		}
	}
	return conn.Raw(func(driver any) error {
		c, ok := driver.(sqlite.AuthorizerRegisterer)
		if !ok {
			return errors.New("the SQLite driver has no authorizer")
		}
		return c.RegisterAuthorizer(permit)
	})
}

// permit lets statements read, and views use the functions that cost little.
// Recursion, ATTACH, pragmas of the file's own and everything that writes are
// denied.
func permit(action sqlite.AuthorizerActionCode, arg1, arg2, _, _ string) sqlite.AuthorizerReturnCode {
	switch action {
	case sqlite.AuthSelect, sqlite.AuthRead:
		return sqlite.AuthorizerOK
	case sqlite.AuthPragma:
		if arg1 == "table_info" {
			return sqlite.AuthorizerOK
		}
	case sqlite.AuthFunction:
		switch arg2 {
		case "abs", "coalesce", "count", "ifnull", "iif", "instr", "length", "like", "lower", "ltrim", "max", "min",
			"nullif", "round", "row_number", "rtrim", "substr", "substring", "sum", "total", "trim", "typeof", "upper":
			return sqlite.AuthorizerOK
		}
	}
	return sqlite.AuthorizerDeny
}

// broken tells a person what SQLite says.
func (d *database) broken(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	said := feature.Clip(e.Error())
	denied := strings.Contains(said, "not authorized") || strings.Contains(said, "unsafe use")
	switch code := e.Code() & 0xff; {
	case code == sqlite3.SQLITE_TOOBIG:
		return feature.TooLarge("GeoPackage 中有一行过大", "a row of the GeoPackage is too large")
	case code == sqlite3.SQLITE_AUTH || denied:
		return feature.Errorf("GeoPackage 中的视图用了递归或不允许的函数；请另存为表：%s", "a view in the GeoPackage recurses or uses a function that is not permitted; save it as a table: %s", said)
	case code == sqlite3.SQLITE_INTERRUPT:
		return d.slow()
	}
	return feature.Errorf("GeoPackage 损坏或不完整：%s", "the GeoPackage is broken or not whole: %s", said)
}

func (d *database) slow() error {
	return feature.TooLarge("GeoPackage 中的视图 %v 内没有结果；请另存为表", "a view in the GeoPackage has no result after %v; save it as a table", d.patience)
}

// checkHeader looks at the first 100 bytes (SQLite file format, 1.3) before
// SQLite does, and says what a person should know.
func (d *database) checkHeader(src *feature.Source) error {
	head := make([]byte, 100)
	if _, err := d.content.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	if !Is(head) {
		return &feature.Error{ZH: "不是 GeoPackage：缺少 SQLite 文件头", EN: "not a GeoPackage: it has no header of SQLite"}
	}
	size, pages := int64(binary.BigEndian.Uint16(head[16:])), int64(binary.BigEndian.Uint32(head[28:]))
	if size == 1 {
		size = 1 << 16
	}
	current := bytes.Equal(head[24:28], head[92:96]) // the number of pages is to be trusted
	switch {
	case size < 512 || size&(size-1) != 0 || d.content.Size < size:
		return &feature.Error{ZH: "GeoPackage 损坏：页大小有误或没有内容", EN: "the GeoPackage is broken: its page size is wrong or it has no content"}
	case current && pages*size > d.content.Size:
		return feature.Errorf("GeoPackage 不完整：应有 %d 字节，实有 %d 字节", "the GeoPackage is not whole: %[2]d of %[1]d bytes", pages*size, d.content.Size)
	}
	if head[18] == 2 {
		src.AddNote("文件以 WAL 方式写过：若旁边有 -wal 文件，其中的最新改动没有读入", "the file was written in WAL mode: the latest changes may be in a -wal file beside it, which is not read")
	}
	return checkVersion(src, string(head[68:72]), binary.BigEndian.Uint32(head[60:]))
}

// checkVersion looks at what the standard asks of the header (1.1.1.1.1).
func checkVersion(src *feature.Source, application string, version uint32) error {
	switch application {
	case "GP10", "GP11":
		return nil
	case "GPKG":
		if version < 10200 || version >= 20000 {
			src.AddNote("GeoPackage 版本 %d 未知，按 1.x 读取", "unknown version %d of GeoPackage, read as 1.x", version)
		}
		return nil
	case "\x00\x00\x00\x00":
		src.AddNote("文件没有 GeoPackage 标识（application_id），按内容读取", "the file does not call itself a GeoPackage (application_id); read by its content")
		return nil
	}
	return feature.Errorf("是 SQLite 数据库，但标识为 %q，不是 GeoPackage", "a SQLite database that calls itself %q, not a GeoPackage", application)
}

// oneFile is a file system of one file, whatever name it is asked for by.
type oneFile struct{ content feature.Content }

func (f oneFile) Open(name string) (fs.File, error) {
	if name != "content" {
		return nil, fs.ErrNotExist
	}
	return &openFile{SectionReader: io.NewSectionReader(f.content, 0, f.content.Size)}, nil
}

type openFile struct{ *io.SectionReader }

func (f *openFile) Stat() (fs.FileInfo, error) { return fileInfo(f.Size()), nil }
func (f *openFile) Close() error               { return nil }

type fileInfo int64

func (i fileInfo) Name() string       { return "content" }
func (i fileInfo) Size() int64        { return int64(i) }
func (i fileInfo) Mode() fs.FileMode  { return 0o444 }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return false }
func (i fileInfo) Sys() any           { return nil }
