package annotate

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestFlags(t *testing.T) {
	for _, row := range []struct {
		args string
		want Options
	}{
		{"", DefaultOptions()},
		{"--time-wait 2m --idle 5m --max-connections 7 --no-dedup",
			Options{TimeWait: 2 * time.Minute, Idle: 5 * time.Minute, idleGiven: true, MaxConnections: 7, KeepCopies: true}},
	} {
		o := DefaultOptions()
		fs := pflag.NewFlagSet("", pflag.ContinueOnError)
		o.AddFlags(fs)
		if err := fs.Parse(strings.Fields(row.args)); err != nil || o != row.want {
			t.Errorf("%q: %+v, %v", row.args, o, err)
		}
		if err := o.Validate(); err != nil {
			t.Errorf("%q: %v", row.args, err)
		}
	}
}

func TestFlagsThatMakeNoSense(t *testing.T) {
	for _, arg := range []string{"--time-wait=-1s", "--idle=-1s", "--max-connections=0", "--idle=soon"} {
		o := DefaultOptions()
		fs := pflag.NewFlagSet("", pflag.ContinueOnError)
		o.AddFlags(fs)
		err := fs.Parse([]string{arg})
		if err == nil {
			err = o.Validate()
		}
		name, _, _ := strings.Cut(arg, "=")
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

func TestIdleOfALiveCapture(t *testing.T) {
	o := DefaultOptions()
	if o.Idle != 0 {
		t.Errorf("in files %v", o.Idle)
	}
	o.SetLive()
	if o.Idle != time.Hour {
		t.Errorf("live %v", o.Idle)
	}
	if err := (idleValue{&o}).Set("0"); err != nil {
		t.Fatal(err)
	}
	o.SetLive()
	if o.Idle != 0 {
		t.Errorf("asked for never, live %v", o.Idle)
	}
}
