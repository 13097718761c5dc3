package tcpdump

// TimeStyle is the form of the time stamp, by the number of -t.
type TimeStyle uint8

// The forms.
const (
	TimeOfDay  TimeStyle = iota // HH:MM:SS.ffffff
	NoTime                      // -t
	UnixTime                    // -tt
	SinceLast                   // -ttt
	DateTime                    // -tttt
	SinceFirst                  // -ttttt
)
