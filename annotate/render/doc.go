// Package render turns events into bytes: the text line with its explanation,
// the tcpdump line alone, JSON, connection lines, diagrams (ladder, Mermaid), a
// page, a step summary, and the summary of a capture. It knows screens and
// nothing else: it never looks back into the tracker, and what it prints comes
// from the Event, Connection or Summary it is given. Text that comes from
// packets, files or names is escaped here. It is the only package that imports
// fatih/color, and only for the escape sequences, which are computed once.
package render
