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
	if err := o.setIdle("0"); err != nil {
		t.Fatal(err)
	}
	o.SetLive()
	if o.Idle != 0 {
		t.Errorf("asked for never, live %v", o.Idle)
	}
}

func TestServerPortFromFilter(t *testing.T) {
	for _, row := range []struct {
		filter string
		want   uint16
	}{
		{"", 0},
		{"port 80", 80},
		{"tcp port 13306 and host 10.0.0.1", 13306},
		{"(src port 80) or (dst port 80)", 80},
		{"port 80 or port 443", 0},
		{"port 80 or port 443 or port 80", 0},
		{"port 80 or 443", 0},
		{"port 80 and host 10.0.0.1 and port 443", 0},
		{"host 10.0.0.1 or 10.0.0.2 and port 80", 80},
		{"port http", 0},
		{"port 99999", 0},
		{"portrange 1-80", 0},
		{"port", 0},
	} {
		var o Options
		if o.SetFilter(row.filter); o.ServerPort != row.want {
			t.Errorf("%q: %d, want %d", row.filter, o.ServerPort, row.want)
		}
	}
}
