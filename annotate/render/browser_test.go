package render

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// browser is a headless Chromium that is spoken to over a pipe, by the Chrome
// DevTools Protocol: messages are JSON objects, each ended by a zero byte.
type browser struct {
	t       *testing.T
	out     io.Writer
	in      *bufio.Reader
	session string
	lastID  int
	// complaints are errors on the console, exceptions, and requests for anything
	// but the page itself.
	complaints []string
	// page is what is shown, needs what it loads besides itself.
	page, needs string
}

type message struct {
	ID        int             `json:"id,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     json.RawMessage `json:"error,omitempty"`
}

// openBrowser starts Chromium and opens a tab, or skips the test when there is
// no Chromium.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes ten seconds; left out with -short")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("neither chromium nor google-chrome is installed")
	}
	toBrowser, ourOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ourIn, fromBrowser, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// The sandbox needs user namespaces, which containers often lack; the page is ours.
	cmd := exec.Command(path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--user-data-dir="+t.TempDir(), "--window-size=1500,900", "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{toBrowser, fromBrowser} // descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		t.Skipf("%s does not start: %v", path, err)
	}
	toBrowser.Close()
	fromBrowser.Close()
	b := &browser{t: t, out: ourOut, in: bufio.NewReaderSize(ourIn, 1<<20)}
	t.Cleanup(func() {
		b.call("Browser.close", nil)
		ourOut.Close()
		cmd.Wait()
		ourIn.Close()
	})
	if err := ourIn.SetReadDeadline(time.Now().Add(3 * time.Minute)); err != nil {
		t.Logf("no deadline for the browser: %v", err)
	}
	b.openTab()
	return b
}

func (b *browser) openTab() {
	var target struct{ TargetID string }
	b.decode(b.call("Target.createTarget", map[string]any{"url": "about:blank"}), &target)
	var attached struct{ SessionID string }
	b.decode(b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}), &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", nil)
	}
}

func (b *browser) decode(raw json.RawMessage, into any) {
	b.t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		b.t.Fatalf("%v in %s", err, raw)
	}
}

// call sends a command and waits for its answer.
func (b *browser) call(method string, params map[string]any) json.RawMessage {
	b.t.Helper()
	b.lastID++
	m := message{ID: b.lastID, Method: method, SessionID: b.session}
	if params != nil {
		m.Params, _ = json.Marshal(params)
	}
	line, _ := json.Marshal(m)
	if _, err := b.out.Write(append(line, 0)); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	for {
		answer := b.read()
		if answer.ID != m.ID {
			continue
		}
		if answer.Error != nil {
			b.t.Fatalf("%s: %s", method, answer.Error)
		}
		return answer.Result
	}
}

// read returns the next message and takes note of complaints.
func (b *browser) read() message {
	b.t.Helper()
	line, err := b.in.ReadBytes(0)
	if err != nil {
		b.t.Fatalf("the browser says nothing more: %v", err)
	}
	var m message
	b.decode(line[:len(line)-1], &m)
	switch m.Method {
	case "Runtime.exceptionThrown":
		b.complaints = append(b.complaints, string(m.Params))
	case "Log.entryAdded", "Runtime.consoleAPICalled":
		b.complaints = append(b.complaints, string(m.Params))
	case "Network.requestWillBeSent":
		var p struct{ Request struct{ URL string } }
		b.decode(m.Params, &p)
		if p.Request.URL != b.page && p.Request.URL != b.needs && !strings.HasPrefix(p.Request.URL, "data:") {
			b.complaints = append(b.complaints, "asked for "+p.Request.URL)
		}
	}
	return m
}

// checkNoComplaints fails the test for each complaint.
func (b *browser) checkNoComplaints() {
	b.t.Helper()
	for _, c := range b.complaints {
		b.t.Errorf("the browser complains: %s", c)
	}
}

// open shows a file and returns how long that took until it could be used.
func (b *browser) open(path string) time.Duration {
	b.t.Helper()
	b.page = "file://" + path
	begin := time.Now()
	b.call("Page.navigate", map[string]any{"url": b.page})
	for b.read().Method != "Page.loadEventFired" {
	}
	b.eval("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
	return time.Since(begin)
}

// eval returns the value of an expression in the page, as JSON.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	raw := b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true})
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.decode(raw, &r)
	if r.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, r.ExceptionDetails)
	}
	return string(r.Result.Value)
}

// press presses a key.
func (b *browser) press(key string) {
	b.t.Helper()
	text := map[string]any{"type": "keyDown", "key": key}
	if len(key) == 1 {
		text["text"] = key
	}
	b.call("Input.dispatchKeyEvent", text)
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key})
}

// colors makes the page believe that the user prefers light or dark.
func (b *browser) colors(scheme string) {
	b.t.Helper()
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}})
}

// picture writes a screenshot to the folder that SCREENSHOTS names, if it does.
func (b *browser) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	var shot struct{ Data string }
	b.decode(b.call("Page.captureScreenshot", map[string]any{"format": "png"}), &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(folder+"/"+name+".png", png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
