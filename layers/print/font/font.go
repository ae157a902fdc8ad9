// Package font holds the font of printed reports: Noto Sans SC Regular, which
// npm brings and `make font` copies into dist, where it is embedded whole (10 MB;
// a PDF takes only the characters that it shows). A build without it embeds an
// empty dist: then no PDF is made, and everything else works.
package font

import (
	"embed"
	"errors"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Family is the name of the font.
const Family = "Noto Sans SC"

const file = "dist/NotoSansSC_400Regular.ttf"

// ErrUnbuilt is returned where the program was built without the font.
var ErrUnbuilt = errors.New("程序构建时未包含字体，不能生成 PDF：请安装 Node.js 后运行 make font 并重新构建；HTML 报告可用浏览器打印" +
	" / the program was built without its font, so there is no PDF: install Node.js, run make font and build again; the HTML report can be printed from a browser")

// TTF returns the font file, which must not be changed. It is safe for
// concurrent use.
func TTF() ([]byte, error) {
	return read(dist)
}

func read(files fs.FS) ([]byte, error) {
	data, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, ErrUnbuilt
	}
	return data, nil
}
