// Package netns runs a program in a network namespace of its own, where its
// owner may capture without being root and nothing but its own traffic is seen.
// Only Linux has such namespaces, and a system may forbid them to users; then
// the error wraps errors.ErrUnsupported or says what the system said. It knows
// one interface, the loopback that every namespace has.
package netns
