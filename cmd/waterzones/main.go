// Command waterzones tells whether a project, an outfall or a well lies in a
// protected water zone, which article of law follows, and on which data the
// answer rests. Each file here is one verb and only wires packages together.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the linker.
var version = "dev"

// The exit statuses that scripts rely on.
const (
	exitDone = iota
	exitFailed
	exitUsage
	exitRejected // done, but some rows were rejected
)

// exitStatuses says what each status means, for the manual page.
func exitStatuses() []string {
	return []string{
		exitDone:     "完成 / done",
		exitFailed:   "失败，或 --fail-on、--strict 所指的情形 / failed, or what --fail-on or --strict names came to pass",
		exitUsage:    "用法有误 / usage",
		exitRejected: "完成，但有行被拒绝 / done, but some rows were rejected",
	}
}

// errRejected ends a run whose good rows were all answered.
var errRejected = errors.New("部分行被拒绝 / some rows were rejected")

type commands struct {
	Config      configFlag  `help:"可选配置文件（JSON）；强弱次序：命令行、环境变量、配置文件 / optional JSON file; flags beat environment variables beat the file." placeholder:"FILE" env:"WATERZONES_CONFIG"`
	ShowVersion versionFlag `name:"version" env:"-" help:"版本 / versions."`

	Serve      serveCommand      `cmd:"" help:"地图、接口 / map and API"`
	Screen     screenCommand     `cmd:"" help:"批量核查文件 / screen a file, one result a row, same order"`
	Inspect    inspectCommand    `cmd:"" help:"说明文件的内容和读法 / what a file says and how it is understood"`
	Layers     layersCommand     `cmd:"" help:"图层 / layers"`
	Report     reportCommand     `cmd:"" help:"取出已保存的报告 / write a report that was kept"`
	Verify     verifyCommand     `cmd:"" help:"重新计算并核对报告 / compute a report again and compare"`
	Version    versionCommand    `cmd:"" help:"版本 / versions"`
	Health     healthCommand     `cmd:"" help:"检查服务是否在运行 / ask a server whether it is well"`
	Completion completionCommand `cmd:"" help:"命令行补全脚本 / a script with which a shell completes commands"`
	Man        manCommand        `cmd:"" help:"手册页（roff）/ the manual page, as roff"`
}

// streams are the standard streams, so that tests can have their own, and the
// environment that is looked through for settings that are none.
type streams struct {
	in          io.Reader
	out, err    io.Writer
	environment []string
}

func main() {
	// Whoever reads our output may go away: that is an error to be said like any
	// other, and not a death without a word.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], &streams{os.Stdin, os.Stdout, os.Stderr, os.Environ()}))
}

// run parses and runs one command and returns the exit status.
func run(args []string, std *streams) int {
	out := &keeping{w: std.out}
	std = &streams{std.in, out, std.err, std.environment}
	result := runVerb(args, std, out)
	if out.err != nil && (result == exitDone || result == exitRejected) {
		return status(out.err, std.err)
	}
	return result
}

// runVerb is run, whose standard output is out.
func runVerb(args []string, std *streams, out *keeping) int {
	var c commands
	asked := -1
	parser, err := kong.New(&c,
		kong.Name("waterzones"),
		kong.Description("水环境保护范围重叠核查 / screening against protected water zones"),
		kong.DefaultEnvars("WATERZONES"),
		kong.Configuration(readConfig),
		kong.Writers(std.out, std.err),
		kong.Exit(func(status int) { asked = status }),
		kong.Bind(std),
	)
	if err != nil {
		fmt.Fprintln(std.err, err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if asked >= 0 { // --help has been answered
		return asked
	}
	if err == nil {
		err = checkGiven(parsed, std.environment)
	}
	switch {
	case out.err != nil: // --help or --version could not be answered
		return status(out.err, std.err)
	case err != nil:
		return status(&usageError{err}, std.err)
	}
	return status(parsed.Run(), std.err)
}

// status is where errors end: it prints what went wrong and gives the exit
// status that says how.
func status(err error, stderr io.Writer) int {
	var usage *usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRejected):
		return exitRejected
	case errors.Is(err, syscall.EPIPE):
		fmt.Fprintf(stderr, "waterzones: 输出被对方关闭 / whoever read the output closed it: %v\n", err)
		return exitFailed
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "waterzones: 用法有误 / usage: %v\n", err)
		return exitUsage
	default:
		fmt.Fprintf(stderr, "waterzones: %v\n", err)
		return exitFailed
	}
}

// usageError is a mistake in how the command was called.
type usageError struct{ err error }

// usagef is a mistake in words.
func usagef(format string, values ...any) error {
	return &usageError{fmt.Errorf(format, values...)}
}

func (e *usageError) Error() string { return e.err.Error() }

func (e *usageError) Unwrap() error { return e.err }
