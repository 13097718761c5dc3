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
		start := time.Now()
		result, err := lab.Play(ctx, s)
		if err != nil {
			return err
		}
		if err := result.Write(filepath.Join(folder, s.Name)); err != nil {
			return err
		}
		fmt.Printf("%-32s %3d packets %5.1fs\n", s.Name, len(result.Client), time.Since(start).Seconds())
		played++
	}
	if played == 0 {
		return fmt.Errorf("no scenario is named so: %q", names)
	}
	return nil
}
