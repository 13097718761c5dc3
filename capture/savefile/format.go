package savefile

// Record is a packet to be written.
type Record struct {
	// Time is in nanoseconds since 1970 UTC.
	Time int64
	// Data are the captured bytes, Len the length on the wire.
	Data []byte
	Len  int
	// Comment is kept in pcapng files only; "" is none.
	Comment []byte
}

// format lays out a capture file in host byte order, as libpcap does.
type format interface {
	// appendHeader appends what stands before the first record.
	appendHeader(b []byte) []byte
	appendRecord(b []byte, r Record) []byte
	// recordLen is the length of the record that b begins with, in bytes. Of b
	// at least minRecord bytes are there.
	recordLen(b []byte) int
}

// minRecord is the number of bytes that show how long a record is.
const minRecord = 16

// wholeRecords counts the records that are whole in the first n bytes of b, and
// their bytes.
func wholeRecords(f format, b []byte, n int) (records uint64, size int) {
	for size+minRecord <= n {
		end := size + f.recordLen(b[size:])
		if end > n {
			break
		}
		records, size = records+1, end
	}
	return records, size
}

// seconds takes a time apart. The rest is never negative.
func seconds(nanos int64) (sec, rest int64) {
	sec, rest = nanos/1e9, nanos%1e9
	if rest < 0 {
		sec, rest = sec-1, rest+1e9
	}
	return sec, rest
}
