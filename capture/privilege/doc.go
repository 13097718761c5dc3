// Package privilege gives up rights once they are not needed any more: what comes
// from a network is looked at neither as root nor with a capability that the
// program's file gave it (setcap). It does not ask for rights.
//
// On Linux rights belong to each thread. The C library changes user and groups
// for all of them; capabilities and "no new privileges" are changed for all by
// libpsx, because Go's own way (syscall.AllThreadsSyscall) does not exist in
// programs that use C.
package privilege
