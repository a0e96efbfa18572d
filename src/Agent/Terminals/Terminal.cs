using Agent.Native;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Terminals;

namespace Agent.Terminals;

/// <summary>
/// A program on a terminal of its own. It lives on without viewers and ends by itself or by deletion.
/// </summary>
/// <remarks>
/// Who waits for whom: the program runs at the pace of the fastest viewer, at most 256 KiB ahead of it, as it would on any
/// terminal, so that one person who watches sees every byte of a flood. A slower viewer holds up nobody: when it falls out of the
/// scrollback it is closed and comes back by its offset. And the program waits at most a second for viewers of whom none
/// takes anything; from then on it runs free until one does.
/// </remarks>
internal sealed class Terminal : IAsyncDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly SpawnedProcess _process;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _output;
    private readonly Task _input;
    private volatile bool _isEnding;
    private long _lastActiveTicks;

    public Terminal(TerminalId id, string name, string shell, string directory, SpawnedProcess process, TerminalScreen screen, TimeProvider time)
    {
        (Id, Name, Shell, Directory, Screen) = (id, name, shell, directory, screen);
        (_process, _time) = (process, time);
        Input = new(process.Terminal!);
        screen.Resize = Resize;
        Touch();
        _output = ReadAsync();
        _input = Input.PumpAsync();
        Ended = WaitAsync();
    }

    public TerminalId Id { get; }

    /// <summary>What people see; any of them may change it.</summary>
    public string Name { get; set; }

    public string Shell { get; }

    public string Directory { get; }

    /// <summary>Of the terminal; a program that was started again in it does not make it younger.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last wrote something, which the echo of what is typed does, too; null: its program has ended.</summary>
    public DateTimeOffset? LastActiveAt =>
        Screen.Exit is null ? new DateTimeOffset(Interlocked.Read(ref _lastActiveTicks), TimeSpan.Zero) : null;

    public TerminalScreen Screen { get; }

    public TerminalInput Input { get; }

    /// <summary>The program ended and all its output is on the screen; never faults.</summary>
    public Task<TerminalNotice.Exited> Ended { get; }

    public TerminalSummary Summary
    {
        get
        {
            var (columns, rows) = Screen.Size;
            var exit = Screen.Exit;
            return new(Id, Name, Shell, Directory, columns, rows, CreatedAt, Screen.ViewerCount, exit is null, exit?.Code, exit?.Signal, Screen.End);
        }
    }

    /// <summary>Lets a program that draws the whole screen draw it again, for who cannot have seen it.</summary>
    public async Task RedrawAsync(CancellationToken cancellationToken) =>
        await _process.SignalAsync(Signals.WindowChange, SignalScope.Foreground, cancellationToken);

    /// <summary>Hangs up, and ends whatever of the whole tree does not heed that.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndProgramAsync();
        Screen.Close();
    }

    /// <summary>Lets go of the program and all that it left behind; its screen stays, for another one.</summary>
    public async Task EndProgramAsync()
    {
        await _process.SignalAsync(Signals.Hup, SignalScope.Tree, CancellationToken.None);
        await _process.SignalAsync(Signals.Cont, SignalScope.Tree, CancellationToken.None);
        await Task.WhenAny(_process.Ended, Task.Delay(TerminalLimits.HangUpGrace, _time));
        await _process.SignalAsync(Signals.Kill, SignalScope.Tree, CancellationToken.None); // returns when nothing is alive
        await _stopping.CancelAsync();
        await _process.DisposeAsync();
        await Ended;
        await _input;
        Input.Dispose();
        _stopping.Dispose();
    }

    private async Task<TerminalNotice.Exited> WaitAsync()
    {
        var exit = await _process.Exited;

        // What it wrote last is read at once, whoever watches. A program that it left behind may hold the terminal open;
        // that one's output is not waited for.
        _isEnding = true;
        Screen.Taken.Signal();
        await Task.WhenAny(_output, Task.Delay(TerminalLimits.DrainGrace, _time));
        _process.Terminal!.Dispose();
        await _output;
        Input.Close();
        var notice = new TerminalNotice.Exited(exit.ExitCode, exit.Signal == 0 ? null : Signals.NameOf(exit.Signal));
        Screen.Finish(notice);
        return notice;
    }

    private async Task ReadAsync()
    {
        var stream = _process.Terminal!.Stream;
        var buffer = new byte[BlockBytes];
        try
        {
            while (await WaitForViewersAsync() is var room && await stream.ReadAsync(buffer.AsMemory(0, room)) is > 0 and var count)
            {
                // The kernel hands out some 4 KiB at a time; what else is there already goes along.
                while (count < room && stream.TryRead(buffer.AsSpan(count, room - count)) is > 0 and var more)
                {
                    count += more;
                }

                Touch();
                Screen.Append(buffer.AsSpan(0, count));
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Closed while it was read.
        }
    }

    /// <returns>How many bytes may be read now, at least one.</returns>
    private async ValueTask<int> WaitForViewersAsync()
    {
        while (true)
        {
            var taken = Screen.Taken.Next();
            if (_isEnding)
            {
                return BlockBytes;
            }

            if (Screen.Room is > 0 and var room)
            {
                return (int)Math.Min(room, BlockBytes);
            }

            var patience = Task.Delay(TerminalLimits.Patience, _time, _stopping.Token);
            if (await Task.WhenAny(taken, patience) == patience)
            {
                Screen.GiveUpOnViewers();
            }
        }
    }

    private void Touch() => Interlocked.Exchange(ref _lastActiveTicks, _time.GetUtcNow().UtcTicks);

    private void Resize((int Columns, int Rows) size)
    {
        try
        {
            _process.Terminal!.Resize(TerminalSizing.ToNative(size));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The program has ended.
        }
    }
}
