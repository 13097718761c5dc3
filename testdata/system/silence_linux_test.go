package system

import (
	"net"
	"strings"
	"testing"
)

// TestSilenceIsExplained captures on the wrong interface.
func TestSilenceIsExplained(t *testing.T) {
	program(t)
	need(t, "ip")
	s := serve(t, "127.0.0.1:0")
	ip(t, "link add wa type veth peer name wb")
	t.Cleanup(func() { ip(t, "link del wa") })
	ip(t, "link set wa up")
	ip(t, "link set wb up")
	p := launch{args: []string{"-v", "-i", "wa", s.port()}}.capture(t)
	s.converse(5)
	says := []string{
		"^-- 5 s, nothing matched on wa --$",
		`^  ` + s.port() + ` is listened on at 127\.0\.0\.1 \(system\.test\) only, so its clients are local:  -i lo$`,
	}
	p.awaitText(p.errPath, says[0])
	p.stop().expect(t, 0, append(says, "^0 packets captured$", "^  hint: "+s.port()+" is listened on at ")...)
}

// TestSilenceOfTheOtherAddress names 127.0.0.1 where everybody speaks ::1.
func TestSilenceOfTheOtherAddress(t *testing.T) {
	s := serve(t, "[::1]:0")
	p := launch{args: []string{"-v", "host 127.0.0.1 and " + s.port()}}.capture(t)
	s.converse(5)
	p.stop().expect(t, 0, "^  hint: "+s.port()+` is listened on at ::1 \(system\.test\), not at 127\.0\.0\.1:  host ::1$`)
}

// TestRefusalAtTheOtherAddress connects to ::1 where 127.0.0.1 is served.
func TestRefusalAtTheOtherAddress(t *testing.T) {
	s := serve(t, "127.0.0.1:0")
	port := strings.TrimPrefix(s.port(), "port ")
	p := launch{args: []string{"-v", "-l", s.port()}}.capture(t)
	if c, err := net.Dial("tcp", "[::1]:"+port); err == nil {
		c.Close()
		t.Fatal("somebody listens")
	}
	p.awaitText(p.outPath, "refused")
	p.stop().expect(t, 0, "^  hint: nothing listens at [[]::1[]]:"+port+"; "+s.port()+` is listened on at 127\.0\.0\.1 \(system\.test\)$`)
}
