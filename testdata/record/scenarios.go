package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tcpshake/testdata/lab"
)

// scenarios plays the scenarios with these names, or all, and writes what each
// host saw and the states of its sockets.
func scenarios(ctx context.Context, folder string, names []string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	played := 0
	for _, s := range lab.Scenarios() {
		if len(names) > 0 && !slices.Contains(names, s.Name) {
			continue
		}
		result, err := best(ctx, s)
		if err != nil {
			return err
		}
		if err := result.Write(filepath.Join(folder, s.Name)); err != nil {
			return err
		}
		fmt.Printf("%-32s %3d packets, states not seen for %v\n", s.Name, len(result.Client), blind(result))
		played++
	}
	if played == 0 {
		return fmt.Errorf("no scenario is named so: %q", names)
	}
	return nil
}

// tries is how often a scenario is played for a recording without times in
// which its states were not seen; then the best is taken.
const tries = 3

// best plays a scenario until its states were seen all the time.
func best(ctx context.Context, s lab.Scenario) (*lab.Result, error) {
	var best *lab.Result
	for range tries {
		result, err := lab.Play(ctx, s)
		if err != nil {
			return nil, err
		}
		if best == nil || blind(result) < blind(best) {
			best = result
		}
		if blind(best) == 0 {
			break
		}
	}
	return best, nil
}

// blind returns how long states were not seen.
func blind(r *lab.Result) (d time.Duration) {
	for _, i := range r.Blind {
		d += time.Duration(i.To - i.From)
	}
	return d
}
