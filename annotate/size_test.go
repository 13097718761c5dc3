package annotate

import (
	"reflect"
	"testing"
)

func TestSizes(t *testing.T) {
	for _, v := range []any{conn{}, endpoint{}, load{}, odd{}, flight{}, trouble{}} {
		ty := reflect.TypeOf(v)
		t.Log("==", ty, ty.Size())
		for i := range ty.NumField() {
			f := ty.Field(i)
			t.Log("   ", f.Offset, f.Type.Size(), f.Name)
		}
	}
}
