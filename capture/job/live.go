package job

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"tcpshake/capture"
	"tcpshake/capture/command"
	"tcpshake/capture/demo"
	"tcpshake/capture/privilege"
	"tcpshake/capture/report"
	"tcpshake/capture/silence"
)

// runLive shows the packets of an interface.
func (j *Job) runLive(ctx context.Context) error {
	live, err := capture.OpenLive(j.Capture)
	if err != nil {
		return err
	}
	defer live.Close()
	if err := j.open(live); err != nil {
		return err
	}
	j.live = live
	if j.Attended {
		j.silence = silence.Begin(live.Device(), j.Capture.Filter, j.Capture.Direction)
	}
	io.WriteString(j.Stderr, report.Begin(live, report.Beginning{Chosen: j.Capture.Interface != "", Attended: j.Attended, Terse: j.Terse}))
	limited, cancel := j.limited(ctx)
	defer cancel()
	p := pump{show: j.showLive, start: j.start, pending: j.pending}
	err = p.run(limited, live)
	j.enough = ctx.Err() == nil
	stats, statsErr := live.Stats()
	j.stats = stats
	return errors.Join(err, statsErr)
}

// showLive shows packets, and tells the user when there are none for too long.
func (j *Job) showLive(packets []capture.Packet) (more bool, err error) {
	j.captured += uint64(len(packets))
	io.WriteString(j.Stderr, j.silence.Tick(j.captured))
	return j.Show(packets)
}

// pending reports whether the kernel has counted packets that did not come out.
func (j *Job) pending() bool {
	stats, err := j.live.Stats()
	return err == nil && stats.Received > j.captured+stats.Dropped+stats.DroppedHere
}

// start gives up rights and starts what runs beside a live capture.
func (j *Job) start(ctx context.Context) (Companion, error) {
	var err error
	switch {
	case len(j.Command) > 0:
		j.beside, err = j.startCommand(ctx)
	default:
		err = j.drop(j.Identity, privilege.Nothing)
	}
	if err != nil {
		return nil, err
	}
	if j.conversation != nil {
		j.beside = j.conversation.Start(ctx)
	}
	return j.beside, privilege.Seal()
}

// startCommand starts the command as who called the program: the user behind sudo,
// or whoever was asked for; root's command is run as root, unless he says
// otherwise, and only what looks at packets gives up his rights, but for that to
// end the command. The command itself may gain rights (sudo, ping).
func (j *Job) startCommand(ctx context.Context) (Companion, error) {
	asked := j.Identity != nil && j.Identity.Asked
	env := os.Environ()
	if asked {
		if err := j.drop(j.Identity, privilege.Nothing); err != nil {
			return nil, err
		}
		env = j.Identity.Environ(env)
	}
	process, err := command.Start(j.Command, env, j.Stdin, j.Stderr, j.Stderr)
	if err != nil {
		return nil, err
	}
	if !asked {
		if err := j.drop(j.Identity, privilege.MayKill); err != nil {
			process.Stop()
			return nil, err
		}
	}
	// Not before: halfway to fewer rights nobody may end a command of root.
	context.AfterFunc(ctx, process.Stop)
	return process, nil
}

// runDemo makes a small conversation and shows it: live where that is allowed,
// if need be in a network namespace, else from a recording.
func (j *Job) runDemo(ctx context.Context) error {
	conversation, err := demo.Listen()
	if err != nil {
		return err
	}
	defer conversation.Close()
	j.conversation, j.Capture.Filter = conversation, conversation.Filter()
	err = j.runLive(ctx)
	if denied, down := (*capture.PermissionError)(nil), (*capture.InterfaceError)(nil); !errors.As(err, &denied) && !errors.As(err, &down) {
		return err
	}
	if isolated, err := demo.RunIsolated(j.Args, j.Stdout, j.Stderr); err == nil {
		j.beside = isolated
		return nil
	}
	j.Capture.Filter = ""
	io.WriteString(j.Stderr, "tcpshake: capturing is not allowed here, so this is a recording\n")
	return j.runFile(ctx, "-", "recorded conversation", strings.NewReader(demo.Recording()))
}
