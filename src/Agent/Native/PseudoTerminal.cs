using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>The master side of a program's terminal.</summary>
internal sealed class PseudoTerminal(SafeFileHandle master, WardenLine line) : IDisposable
{
    /// <summary>Keystrokes in, screen out. Reads end with 0 when no process has the terminal open any more.</summary>
    public DescriptorStream Stream { get; } = new(master);

    public unsafe TerminalSize Size
    {
        get
        {
            var size = default(Libc.WindowSize);
            return Libc.InputOutputControl(Stream.Handle, Libc.TIOCGWINSZ, &size) == 0
                ? new TerminalSize(size.Rows, size.Columns)
                : throw Libc.Failure("TIOCGWINSZ");
        }
    }

    /// <summary>The kernel tells the foreground process group by SIGWINCH when this is a change.</summary>
    public unsafe void Resize(TerminalSize size)
    {
        var window = new Libc.WindowSize { Rows = size.Rows, Columns = size.Columns };
        if (Libc.InputOutputControl(Stream.Handle, Libc.TIOCSWINSZ, &window) != 0)
        {
            throw Libc.Failure("TIOCSWINSZ");
        }
    }

    /// <summary>True while the interrupt key is a signal; false while the program takes every key as a byte (raw mode).</summary>
    public unsafe bool SendsSignals
    {
        get
        {
            const int signals = 1; // ISIG
            var settings = default(Libc.TerminalSettings);
            return Libc.InputOutputControl(Stream.Handle, Libc.TCGETS, &settings) == 0
                && (settings.LocalFlags & signals) != 0;
        }
    }

    /// <summary>
    /// What the interrupt key does, without going through the queue of what was typed before it: drops that queue and
    /// signals the foreground process group.
    /// </summary>
    /// <param name="signal">INT, QUIT or TSTP: the kernel takes no other.</param>
    public unsafe void Interrupt(int signal)
    {
        const nint typed = 1; // TCOFLUSH: towards the program, as seen from the master
        if (Libc.InputOutputControl(Stream.Handle, Libc.TCFLSH, (void*)typed) != 0
            || Libc.InputOutputControl(Stream.Handle, Libc.TIOCSIG, (void*)(nint)signal) != 0)
        {
            throw Libc.Failure("TIOCSIG");
        }
    }

    /// <summary>
    /// The process group that keystrokes go to, as user code numbers it; null when there is none. Asked of the launcher:
    /// in this process the kernel would give the number of another PID namespace.
    /// </summary>
    public async Task<int?> GetForegroundGroupAsync(CancellationToken cancellationToken) =>
        await line.AskAsync(new(Protocol.OperationKind.Foreground, 0, 0, 0, 0, 0, 0), [], null, cancellationToken)
            is { B: 0, A: > 0 } answer
            ? answer.A
            : null;

    public void Dispose() => Stream.Dispose();
}
