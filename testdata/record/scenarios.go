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
		fmt.Printf("%-32s %3d packets, states late by up to %v\n", s.Name, len(result.Client), result.Lag)
		played++
	}
	if played == 0 {
		return fmt.Errorf("no scenario is named so: %q", names)
	}
	return nil
}

// The states of a recording should not be later than this; after so many tries
// the best is taken.
const (
	goodLag = 4 * time.Millisecond
	tries   = 3
)

// best plays a scenario until the states were found in time.
func best(ctx context.Context, s lab.Scenario) (*lab.Result, error) {
	var best *lab.Result
	for range tries {
		result, err := lab.Play(ctx, s)
		if err != nil {
			return nil, err
		}
		if best == nil || result.Lag < best.Lag {
			best = result
		}
		if best.Lag <= goodLag {
			break
		}
	}
	return best, nil
}
