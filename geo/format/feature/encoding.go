package feature

import (
	"strings"
)

// Encoding is a text encoding, named as people are told. The zero value, Auto,
// is told by content.
type Encoding string

// The encodings that are read. GB18030 stands for its subsets GBK and GB 2312.
const (
	Auto    Encoding = ""
	UTF8    Encoding = "UTF-8"
	UTF8BOM Encoding = "UTF-8 BOM"
	UTF16LE Encoding = "UTF-16LE"
	UTF16BE Encoding = "UTF-16BE"
	GB18030 Encoding = "GB18030"
)

// ParseEncoding reads the value of --encoding.
func ParseEncoding(name string) (Encoding, error) {
	switch strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name)) {
	case "", "auto":
		return Auto, nil
	case "utf8":
		return UTF8, nil
	case "utf8bom", "utf8sig":
		return UTF8BOM, nil
	case "gbk", "gb2312", "gb18030", "cp936", "936", "ansi936":
		return GB18030, nil
	case "utf16", "utf16le":
		return UTF16LE, nil
	case "utf16be":
		return UTF16BE, nil
	}
	return Auto, Errorf("未知编码 %q；可用 utf-8、gb18030（gbk）、utf-16le、utf-16be", "unknown encoding %q; use utf-8, gb18030 (gbk), utf-16le or utf-16be", Clip(name))
}
