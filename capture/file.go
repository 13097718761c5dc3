package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
	"tcpshake/capture/filter"
	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
)

// maxSnapLen is libpcap's largest snapshot length, in bytes.
const maxSnapLen = 262144

// OpenFile opens a capture file in any format that libpcap reads, also packed by
// gzip; the path "-" means stdin. The error is a *FileError or a *FilterError.
func OpenFile(path string, stdin io.Reader, opt Options) (Source, error) {
	if path == "-" {
		return openReader(path, stdin, nil, opt)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, openFailed(path, path+": "+SystemText(err))
	}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return openReader(path, file, file, opt)
	}
	head := make([]byte, headerLen)
	n, err := io.ReadFull(file, head)
	if err != nil || isGzip(head) {
		return openReader(path, io.MultiReader(bytes.NewReader(head[:n]), file), file, opt)
	}
	source, err := openClassic(path, head, opt, func() byteSource { return fileBytes{file} })
	if source == nil {
		_ = file.Close()
	}
	if source != nil || err != nil {
		return source, err
	}
	source, err = openPcapFile(path, opt)
	return source, withAdvice(err, head)
}

// openReader opens a stream, of which the beginning is looked at.
func openReader(path string, from io.Reader, closer io.Closer, opt Options) (Source, error) {
	head := make([]byte, headerLen)
	n, err := io.ReadFull(from, head)
	head = head[:n]
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		closeIf(closer)
		return nil, openFailed(path, streamText(err))
	}
	whole := io.MultiReader(bytes.NewReader(head), from)
	if isGzip(head) {
		unpacked, err := unpack(whole)
		if err != nil {
			closeIf(closer)
			return nil, openFailed(path, streamText(err))
		}
		return openUnpacked(path, unpacked, closer, opt)
	}
	return openPlain(path, head, from, closer, opt)
}

// openUnpacked opens what gzip had packed; packed twice, it is no capture.
func openUnpacked(path string, from io.Reader, closer io.Closer, opt Options) (Source, error) {
	head := make([]byte, headerLen)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		closeIf(closer)
		return nil, openFailed(path, streamText(err))
	}
	return openPlain(path, head[:n], from, closer, opt)
}

// openPlain opens a stream that is not packed, of which the head was read.
func openPlain(path string, head []byte, rest io.Reader, closer io.Closer, opt Options) (Source, error) {
	source, err := openClassic(path, head, opt, func() byteSource { return newStreamBytes(rest, closer) })
	switch {
	case err != nil:
		closeIf(closer)
		return nil, err
	case source != nil:
		return source, nil
	}
	source, err = openStream(path, io.MultiReader(bytes.NewReader(head), rest), closer, opt)
	return source, withAdvice(err, head)
}

func closeIf(c io.Closer) {
	if c != nil {
		_ = c.Close()
	}
}

// openClassic opens a file with our own reader where that is possible; else it
// returns neither a source nor an error.
func openClassic(path string, head []byte, opt Options, rest func() byteSource) (Source, error) {
	header, ok := parseClassic(head)
	if !ok {
		return nil, nil
	}
	if opt.Filter == "" {
		return newClassicFile(path, header, rest(), nil), nil
	}
	code, err := compileFor(head[:headerLen], opt.Filter)
	if err != nil {
		return nil, filter.Explain(opt.Filter, err.Error(), header.linkType)
	}
	machine, ok := bpf.NewMachine(code)
	if !ok {
		return nil, nil
	}
	return newClassicFile(path, header, rest(), machine), nil
}

// compileFor compiles a filter for a file with this header. libpcap has to see the
// header: the code can depend on the byte order, and on the packets not being live.
func compileFor(head []byte, expression string) ([]bpf.Instruction, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	_, err = w.Write(head)
	_ = w.Close()
	if err != nil {
		return nil, err
	}
	handle, err := openPipe(r)
	if err != nil {
		return nil, err
	}
	defer handle.Close()
	return clib.Compile(clib.Program{Filter: expression, On: handle})
}

// openPipe has libpcap read from a pipe. It opens the pipe itself, by its name: a
// descriptor given to it would be closed twice.
func openPipe(r *os.File) (*pcap.Handle, error) {
	return pcap.OpenOffline(fmt.Sprintf("/dev/fd/%d", r.Fd()))
}

// openFailed and readFailed are errors of a file with libpcap's text, or one as
// libpcap would have it.
func openFailed(path, text string) error {
	return &FileError{Path: path, Text: escape.Lines(text)}
}

func readFailed(path, text string) error {
	return &FileError{Path: path, Text: escape.Lines(text), Reading: true, hints: readAdvice(text)}
}

// streamText words what a stream broke with.
func streamText(err error) string { return "error reading dump file: " + SystemText(err) }

func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
