package capture

import (
	"bytes"
	"errors"
	"io"
	"os"

	"tcpshake/capture/bpf"
	"tcpshake/capture/filter"
	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
	"tcpshake/capture/internal/systext"
)

// MaxSnapLen is libpcap's largest snapshot length, in bytes.
const MaxSnapLen = clib.MaxSnapLen

// OpenFile opens a capture file in any format that libpcap reads, also packed by
// gzip; the path "-" means stdin. The error is a *FileError or a *FilterError.
func OpenFile(path string, stdin io.Reader, opt Options) (Source, error) {
	in := input{path: path, rest: stdin, opt: opt}
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, openFailed(path, path+": "+systext.Of(err))
		}
		in.rest, in.closer = file, file
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			in.regular = file
		}
	}
	source, err := in.open()
	if err != nil {
		in.close()
		return nil, withAdvice(err, in.head)
	}
	return source, nil
}

// input is a capture file while it is opened.
type input struct {
	path string
	head []byte    // its first bytes
	rest io.Reader // what follows them
	// closer closes the file; it is nil for standard input, which is not ours.
	closer io.Closer
	// regular is the file when it can be read again from its beginning.
	regular *os.File
	opt     Options
}

// open chooses who reads the file: our own reader when it can, else libpcap,
// which needs a pipe to read anything but a regular file.
func (in *input) open() (Source, error) {
	if err := in.look(); err != nil {
		return nil, err
	}
	if isGzip(in.head) {
		if err := in.unpack(); err != nil {
			return nil, err
		}
	}
	if source, err := in.openClassic(); source != nil || err != nil {
		return source, err
	}
	if in.regular != nil {
		in.close()
		return openPcapFile(in.path, in.opt)
	}
	return openStream(in.path, in.whole(), in.closer, in.opt)
}

// look reads the first bytes; there may be fewer.
func (in *input) look() error {
	head := make([]byte, headerLen)
	n, err := io.ReadFull(in.rest, head)
	in.head = head[:n]
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return openFailed(in.path, streamText(err))
	}
	return nil
}

// unpack goes on with what gzip had packed; packed twice, it is no capture.
func (in *input) unpack() error {
	unpacked, err := unpack(in.whole())
	if err != nil {
		return openFailed(in.path, streamText(err))
	}
	in.rest, in.regular = unpacked, nil
	return in.look()
}

// whole is the file from its beginning.
func (in *input) whole() io.Reader { return io.MultiReader(bytes.NewReader(in.head), in.rest) }

func (in *input) close() {
	if in.closer != nil {
		_ = in.closer.Close()
	}
}

// openClassic opens the file with our own reader where that is possible; else it
// returns neither a source nor an error.
func (in *input) openClassic() (Source, error) {
	header, ok := parseClassic(in.head)
	if !ok {
		return nil, nil
	}
	var machine *bpf.Machine
	if expression := in.opt.Filter; expression != "" {
		code, err := compileForFile(in.head, clib.Program{Filter: expression, NoOptimizer: in.opt.NoOptimizer})
		if without := (*pipeError)(nil); in.regular != nil && errors.As(err, &without) {
			return nil, nil // libpcap opens the file itself
		}
		if err != nil {
			return nil, filter.Explain(expression, err.Error(), header.linkType)
		}
		if machine, ok = bpf.NewMachine(code); !ok {
			return nil, nil
		}
	}
	if in.regular != nil {
		return newClassicFile(in.path, header, fileBytes{in.regular}, machine), nil
	}
	return newClassicFile(in.path, header, newStreamBytes(in.rest, in.closer), machine), nil
}

// openFailed and readFailed are errors of a file with libpcap's text, or one as
// libpcap would have it.
func openFailed(path, text string) error {
	return &FileError{Path: path, Text: escape.Text(text)}
}

func readFailed(path, text string) error {
	return &FileError{Path: path, Text: escape.Text(text), Reading: true, hints: readAdvice(text)}
}

// streamText words what a stream broke with.
func streamText(err error) string { return "error reading dump file: " + systext.Of(err) }
