package savefile

import (
	"errors"
	"reflect"
	"testing"

	"github.com/spf13/pflag"
)

func parse(args ...string) (Options, error) {
	var o Options
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	o.AddFlags(fs)
	return o, fs.Parse(args)
}

func TestFlags(t *testing.T) {
	got, err := parse("-w", "x", "-C2", "-G", "60", "-W", "3", "-U", "--overwrite")
	want := Options{Path: "x", MaxSize: 2_000_000, Period: 60, MaxFiles: 3, Unbuffered: true, Overwrite: true}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestFlagTexts holds tcpdump's texts.
func TestFlagTexts(t *testing.T) {
	for _, c := range []struct{ flag, value, want string }{
		{"-C", "0", "invalid file size 0"},
		{"-C", "-1", "invalid file size -1"},
		{"-C", "1x", "invalid file size 1x"},
		{"-C", "99999999999999999999", "invalid file size 99999999999999999999"},
		{"-C", "9999999999999999", "file size 9999999999999999 is too large"},
		{"-W", "0", "invalid number of output files 0"},
		{"-W", "x", "invalid number of output files x"},
		{"-G", "-1", "invalid number of seconds -1"},
	} {
		t.Run(c.flag+" "+c.value, func(t *testing.T) {
			_, err := parse(c.flag, c.value)
			var value *ValueError
			if !errors.As(err, &value) || value.Error() != c.want {
				t.Errorf("error is %v", err)
			}
		})
	}
}
