package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"tcpshake/annotate"
)

// schema is a JSON Schema, as far as testdata/schema.json uses the language. A
// keyword that the checker does not know is an error, so that nothing in the
// file goes unchecked.
type schema struct {
	root map[string]any
}

func loadSchema(tb testing.TB) *schema {
	tb.Helper()
	b, err := os.ReadFile("../../testdata/schema.json")
	if err != nil {
		tb.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(b, &s.root); err != nil {
		tb.Fatal(err)
	}
	return &s
}

// check validates one line.
func (s *schema) check(line []byte) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	return s.value(s.root, v, "$")
}

// value validates v by every keyword of rules.
func (s *schema) value(rules map[string]any, v any, at string) error {
	for keyword, arg := range rules {
		if err := s.keyword(rules, keyword, arg, v, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *schema) keyword(rules map[string]any, keyword string, arg, v any, at string) error {
	switch keyword {
	case "$schema", "$defs", "title", "description":
		return nil
	case "$ref":
		name := strings.TrimPrefix(arg.(string), "#/$defs/")
		def, ok := s.root["$defs"].(map[string]any)[name].(map[string]any)
		if !ok {
			return fmt.Errorf("%s: no definition %v", at, arg)
		}
		return s.value(def, v, at)
	case "oneOf":
		return s.oneOf(arg.([]any), v, at)
	case "type":
		return checkType(arg.(string), v, at)
	case "const":
		return among([]any{arg}, v, at)
	case "enum":
		return among(arg.([]any), v, at)
	case "pattern":
		if text, ok := v.(string); ok && !regexp.MustCompile(arg.(string)).MatchString(text) {
			return fmt.Errorf("%s: %q does not match %s", at, text, arg)
		}
		return nil
	case "minimum", "maximum":
		number, ok := v.(json.Number)
		if !ok {
			return nil
		}
		n, _ := number.Float64()
		if limit := arg.(float64); keyword == "minimum" && n < limit || keyword == "maximum" && n > limit {
			return fmt.Errorf("%s: %v is beyond the %s %v", at, n, keyword, limit)
		}
		return nil
	default:
		return s.structure(rules, keyword, arg, v, at)
	}
}

// structure validates by the keywords that look into objects and arrays. As
// everywhere, a keyword says nothing about values of another type.
func (s *schema) structure(rules map[string]any, keyword string, arg, v any, at string) error {
	switch keyword {
	case "required":
		object, isObject := v.(map[string]any)
		for _, name := range arg.([]any) {
			if _, ok := object[name.(string)]; isObject && !ok {
				return fmt.Errorf("%s: %v is missing", at, name)
			}
		}
		return nil
	case "minItems":
		if list, ok := v.([]any); ok && len(list) < int(arg.(float64)) {
			return fmt.Errorf("%s: %d items", at, len(list))
		}
		return nil
	case "items":
		list, _ := v.([]any)
		for i, item := range list {
			if err := s.value(arg.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
		return nil
	case "properties", "additionalProperties", "propertyNames":
		object, _ := v.(map[string]any)
		for name, member := range object {
			if err := s.member(rules, keyword, name, member, at+"."+name); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("the checker does not know %s", keyword)
	}
}

func (s *schema) member(rules map[string]any, keyword, name string, member any, at string) error {
	properties, _ := rules["properties"].(map[string]any)
	own, known := properties[name].(map[string]any)
	switch {
	case keyword == "propertyNames":
		return s.value(rules[keyword].(map[string]any), name, at)
	case keyword == "properties" && known:
		return s.value(own, member, at)
	case keyword == "properties" || known:
		return nil
	}
	other, ok := rules[keyword].(map[string]any)
	if !ok {
		return fmt.Errorf("%s: no such member", at)
	}
	return s.value(other, member, at)
}

func (s *schema) oneOf(choices []any, v any, at string) error {
	var faults []string
	for _, c := range choices {
		if err := s.value(c.(map[string]any), v, at); err != nil {
			faults = append(faults, err.Error())
		}
	}
	if len(choices)-len(faults) != 1 {
		return fmt.Errorf("%s: fits %d of %d: %s", at, len(choices)-len(faults), len(choices), strings.Join(faults, " | "))
	}
	return nil
}

func checkType(want string, v any, at string) error {
	got := ""
	switch x := v.(type) {
	case map[string]any:
		got = "object"
	case []any:
		got = "array"
	case string:
		got = "string"
	case bool:
		got = "boolean"
	case json.Number:
		got = "number"
		if _, err := x.Int64(); err == nil && want == "integer" {
			got = "integer"
		}
	}
	if got != want {
		return fmt.Errorf("%s: %v is %s, not %s", at, v, got, want)
	}
	return nil
}

func among(list []any, v any, at string) error {
	if n, ok := v.(json.Number); ok {
		v, _ = n.Float64()
	}
	for _, allowed := range list {
		if reflect.DeepEqual(allowed, v) {
			return nil
		}
	}
	return fmt.Errorf("%s: %v is not one of %v", at, v, list)
}

// TestSchemaRejects makes sure that the checker can say no.
func TestSchemaRejects(t *testing.T) {
	s := loadSchema(t)
	good := jsonLine(t, Options{}, events(wholeConnection())[1])
	if err := s.check([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"number":2`, `"number":0`},
		{`"number":2`, `"number":"2"`},
		{`"number":2,`, ``},
		{`"schema":1`, `"schema":2`},
		{`"label":"SYN-ACK"`, `"label":"SYNACK"`},
		{`"src_port":13306`, `"src_port":70000`},
		{`"flags":"S."`, `"flags":"SA"`},
		{`"window"`, `"win"`},
		{`"client_assumed":false`, `"client_assumed":null`},
		{`"findings":[]`, `"findings":[{"name":"Bad Name","text":"","severity":"note"}]`},
		{`"findings":[]`, `"findings":[],"compat":[]`},
		{`.148352000Z`, `.148352Z`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s is not in %s", change[0], good)
		}
		if err := s.check([]byte(bad)); err == nil {
			t.Errorf("accepted with %s", change[1])
		}
	}
}

// TestSchemaAccepts validates every line of a story, and records at the edges
// of what their types hold.
func TestSchemaAccepts(t *testing.T) {
	s := loadSchema(t)
	var sink bytes.Buffer
	p := newJSON(&sink, &Options{Verbose: 1})
	for _, e := range events(wholeConnection()) {
		p.Event(e)
	}
	p.Connection(wholeRecord())
	unknown := &annotate.Connection{ID: 1, Client: clientEnd, Server: serverEnd, CloseTime: -1}
	unknown.ToServer.ZeroWindowTime = -1
	for v := annotate.Open; v <= annotate.Replaced; v++ {
		unknown.Verdict = v
		p.Connection(unknown)
	}
	p.Close(&End{Summary: *wholeSummary()})
	for line := range bytes.Lines(sink.Bytes()) {
		if err := s.check(line); err != nil {
			t.Errorf("%v\n%s", err, line)
		}
	}
}
