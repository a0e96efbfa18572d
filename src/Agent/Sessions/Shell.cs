using System.Text;
using Agent.Native;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>How a command in a shell ended.</summary>
/// <param name="Status">As <c>$?</c> has it; of a shell that ended, its own exit code.</param>
/// <param name="HasEnded">The shell is gone: it exited, died, or did not come back from the command.</param>
/// <param name="Reason">Why it is gone: exit, died or unresponsive; null while it lives.</param>
internal readonly record struct ShellOutcome(int Status, bool HasEnded, string? Reason = null);

/// <summary>
/// A living <c>bash</c>. One command at a time; all that a command wrote has been taken when it returns.
/// </summary>
/// <remarks>
/// A command: 1. take a set of pipes that nobody holds; 2. write the script, tell the shell to source it and to report;
/// 3. wait for the report, or for the shell's end, or for the order to stop (<see cref="CommandStop"/>); 4. let go of our
/// own ends and take what is in the pipes; 5. what is still held belongs to programs left behind: read on in their name;
/// 6. look which processes there are, so that the next command's can be told from them.
/// </remarks>
internal sealed class Shell : IAsyncDisposable
{
    private readonly SpawnedProcess _process;
    private readonly ShellPipes _pipes;
    private readonly SafeScript _script;
    private readonly DescriptorStream _statusPipe;
    private readonly StatusReader _status;
    private readonly Action<OutputStream, ReadOnlySpan<byte>> _leftBehind;
    private readonly TimeProvider _time;
    private Task<IReadOnlyList<ProcessSnapshot>> _before;
    private string _previous = "";
    private int _number;

    private Shell(
        SpawnedProcess process, ShellPipes pipes, SafeScript script, DescriptorStream statusPipe,
        Action<OutputStream, ReadOnlySpan<byte>> leftBehind, TimeProvider time)
    {
        (_process, _pipes, _script, _statusPipe, _leftBehind, _time) = (process, pipes, script, statusPipe, leftBehind, time);
        _status = new(statusPipe);
        Reports = _status.RunAsync();
        _before = process.ListTreeAsync(CancellationToken.None);
    }

    public int Pid => _process.Pid;

    /// <summary>Where it was at the end of the last command that had no directory of its own; empty when it does not know.</summary>
    public string Directory { get; private set; } = "";

    /// <summary>The reading of its reports; ends with it, never faults.</summary>
    public Task Reports { get; }

    /// <param name="leftBehind">Gets what programs write that a command has left behind. Called from any thread.</param>
    /// <exception cref="SpawnException">The shell could not be started.</exception>
    public static async Task<Shell> StartAsync(
        Launcher launcher, SpawnRequest request, string pipesDirectory, Action<OutputStream, ReadOnlySpan<byte>> leftBehind,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var pipes = new ShellPipes(pipesDirectory);
        var script = new SafeScript();
        var (statusReader, statusWriter) = DescriptorPair.Pipe(large: false);
        var paths = pipes.OpenPaths();
        try
        {
            using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var process = await launcher.SpawnAsync(request with
            {
                Arguments = ["bash", "--norc", "--noediting", "-i"],
                Input = StandardInput.Pipe,
                Descriptors =
                [
                    (1, nothing), (2, nothing), (ShellScript.StatusDescriptor, statusWriter),
                    (ShellScript.ScriptDescriptor, script.Handle), .. paths,
                ],
            }, cancellationToken);
            var shell = new Shell(process, pipes, script, new(statusReader), leftBehind, time);
            await shell.BeginAsync();
            return shell;
        }
        catch
        {
            statusReader.Dispose();
            script.Dispose();
            pipes.Dispose();
            throw;
        }
        finally
        {
            statusWriter.Dispose();
            foreach (var (_, handle) in paths)
            {
                handle.Dispose();
            }
        }
    }

    /// <param name="take">Gets what the command writes. Called from any thread, in the order of each pipe.</param>
    /// <param name="stop">Cancelled: end the command and all that it started.</param>
    /// <exception cref="AgentException">RESOURCE_BUSY: programs left behind hold all pipes. Nothing was run.</exception>
    public async Task<ShellOutcome> RunAsync(
        ShellCommand command, Action<OutputStream, ReadOnlySpan<byte>> take, CancellationToken stop)
    {
        var pipes = _pipes.Take() ?? throw new AgentException(
            ErrorCode.ResourceBusy,
            $"Programs that {ShellPipes.Slots} commands of this session have left behind still hold their output; "
                + "end one, redirect it to a file, or start it with /api/process/start.");
        var before = await _before;
        var readers = new OutputReaders(pipes.Output, pipes.Error, take);
        readers.Start();
        var feeding = command.Input is null ? null : InputFeeder.Start(pipes, command.Input, _time);
        var report = _status.Expect(++_number);
        _script.Set(ShellScript.Of(command, pipes.Slot, ShellPipes.Slots));
        await TellAsync(ShellScript.Run + ShellScript.Report(_number));

        var ended = await EndAsync(report, before, stop);
        feeding?.Dispose();
        pipes.LetGo();
        var isHeld = await readers.DrainAsync();
        _ = LeaveBehindAsync(pipes, readers, isHeld && !ended.HasEnded); // never faults: readers end quietly

        if (!ended.HasEnded)
        {
            await ReturnAsync(command, report.Result);
            _before = _process.ListTreeAsync(CancellationToken.None);
        }

        return ended;
    }

    /// <summary>Sets and unsets variables. Between commands only.</summary>
    public Task ExportAsync(IEnumerable<KeyValuePair<string, string?>> variables) => TellAsync(ShellScript.Export(variables));

    /// <summary>Ends the shell and everything that was started in it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _statusPipe.Dispose();
        await Reports;
        _script.Dispose();
        _pipes.Dispose();
    }

    private async Task BeginAsync()
    {
        var report = _status.Expect(0);
        await TellAsync(ShellScript.Begin + ShellScript.Report(0));
        if (await Task.WhenAny(report, _process.Exited) == report)
        {
            (Directory, _previous) = (report.Result.Directory, report.Result.PreviousDirectory);
        }
    }

    private async Task<ShellOutcome> EndAsync(
        Task<ShellReport> report, IReadOnlyList<ProcessSnapshot> before, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), stopped);
        var first = await Task.WhenAny(report, _process.Exited, stopped.Task);
        if (first == stopped.Task && !report.IsCompleted && !_process.Exited.IsCompleted)
        {
            var again = ShellScript.Report(_number);
            await CommandStop.RunAsync(_process, before, Task.WhenAny(report, _process.Exited), () => TellAsync(again), _time);
        }

        if (report.IsCompleted)
        {
            return new(report.Result.Status, HasEnded: false);
        }

        if (!_process.Exited.IsCompleted)
        {
            return new(128 + Signals.Kill, HasEnded: true, "unresponsive");
        }

        var exit = await _process.Exited;
        return new(exit.ExitCode, HasEnded: true, exit.Signal == 0 ? "exit" : "died");
    }

    private async Task ReturnAsync(ShellCommand command, ShellReport report)
    {
        if (command.Directory is null)
        {
            Directory = report.Directory;
            _previous = report.PreviousDirectory;
        }
        else if (Directory.Length > 0)
        {
            await TellAsync(ShellScript.Return(Directory, _previous));
        }
    }

    private async Task LeaveBehindAsync(CommandPipes pipes, OutputReaders readers, bool isHeld)
    {
        if (isHeld)
        {
            await readers.GoOnAsync(_leftBehind);
        }

        readers.Dispose();
        _pipes.Return(pipes);
    }

    private async Task TellAsync(string lines)
    {
        try
        {
            await _process.Input!.WriteAsync(Encoding.UTF8.GetBytes(lines));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended: whoever waits for it learns that from its exit.
        }
    }
}
