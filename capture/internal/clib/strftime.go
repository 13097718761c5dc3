package clib

/*
#include <stdlib.h>
#include <time.h>

static size_t format_local(char *out, size_t max, const char *format, long long seconds) {
	time_t t = (time_t)seconds;
	struct tm local;
	tzset();
	if (localtime_r(&t, &local) == NULL)
		return 0;
	return strftime(out, max, format, &local);
}
*/
import "C"

import "unsafe"

// maxName is the room for a formatted name, in bytes: PATH_MAX.
const maxName = 4096

// Strftime formats a time, in seconds since 1970, in local time as C does. It
// returns "" when the result is empty or longer than a path may be.
func Strftime(format string, seconds int64) string {
	in := C.CString(format)
	defer C.free(unsafe.Pointer(in))
	out := (*C.char)(C.malloc(maxName))
	defer C.free(unsafe.Pointer(out))
	n := C.format_local(out, maxName, in, C.longlong(seconds))
	return C.GoStringN(out, C.int(n))
}
