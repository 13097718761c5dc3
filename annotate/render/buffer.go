package render

import "io"

// bufferSize is how many bytes are gathered before they are written without
// being asked to: one write costs about as much as formatting three lines.
const bufferSize = 64 << 10

// buffer gathers bytes for a writer. Printers append to b directly and hand it
// back with put; the first error of the writer sticks, and what comes after it
// is dropped.
type buffer struct {
	w   io.Writer
	b   []byte
	err error
}

func newBuffer(w io.Writer) buffer {
	return buffer{w: w, b: make([]byte, 0, bufferSize+4096)}
}

// put takes b, which is o.b with something appended, and writes it when it is
// large enough.
func (o *buffer) put(b []byte) error {
	o.b = b
	if len(b) < bufferSize {
		return o.err
	}
	return o.Flush()
}

// Flush writes what was gathered.
func (o *buffer) Flush() error {
	b := o.b
	o.b = b[:0]
	if o.err != nil || len(b) == 0 {
		return o.err
	}
	n, err := o.w.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	o.err = err
	return err
}
