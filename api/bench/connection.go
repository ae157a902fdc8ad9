package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
)

// connection asks one request at a time and stays open. It writes and reads bare
// HTTP/1.1, so that asking costs little beside answering.
type connection struct {
	net.Conn
	in *bufio.Reader
}

func connect(addr string) (*connection, error) {
	conn, err := net.Dial("tcp", addr) //nolint:noctx // to this machine
	if err != nil {
		return nil, err
	}
	return &connection{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

func get(addr, path string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, addr)
}

func post(addr, path, mediaType, body string) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
		path, addr, mediaType, len(body), body)
}

// ask sends a request and reads the answer: its status and the size of its body.
func (c *connection) ask(request []byte) (status, size int, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, 0, err
	}
	if status, err = c.status(); err != nil {
		return 0, 0, err
	}
	length, err := c.length()
	if err != nil {
		return 0, 0, err
	}
	if length == chunked {
		size, err = c.chunks()
	} else {
		size, err = c.in.Discard(length)
	}
	return status, size, err
}

func (c *connection) status() (int, error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < len("HTTP/1.1 200") {
		return 0, fmt.Errorf("status line %q", line)
	}
	return strconv.Atoi(string(line[9:12]))
}

// chunked is the length of a body that comes in chunks.
const chunked = -1

// length reads the header, whose names are as Go's server writes them.
func (c *connection) length() (length int, err error) {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		name, value, more := bytes.Cut(bytes.TrimSpace(line), []byte(": "))
		switch {
		case !more:
			return length, nil
		case string(name) == "Transfer-Encoding":
			length = chunked
		case string(name) == "Content-Length":
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		}
	}
}

func (c *connection) chunks() (size int, err error) {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return size, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return size, err
		}
		size += int(n)
		if _, err := c.in.Discard(int(n) + len("\r\n")); err != nil || n == 0 {
			return size, err
		}
	}
}
