using System.Globalization;
using Agent.Journal;
using Agent.Native;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>What sessions need of their surroundings.</summary>
internal sealed class SessionHost
{
    private readonly Launcher _launcher;
    private readonly SandboxEnvironment _environment;
    private readonly string _pipes;
    private int _lastShell;

    public SessionHost(
        Launcher launcher, SandboxEnvironment environment, StateDirectory state, EventJournal journal, TimeProvider time)
    {
        (_launcher, _environment, Journal, Time) = (launcher, environment, journal, time);
        _pipes = state.Shells;
        if (Directory.Exists(_pipes))
        {
            Directory.Delete(_pipes, recursive: true);
        }
    }

    public EventJournal Journal { get; }

    public TimeProvider Time { get; }

    /// <exception cref="SpawnException">The shell could not be started.</exception>
    public Task<Shell> StartShellAsync(
        SessionOptions options, Action<OutputStream, ReadOnlySpan<byte>> leftBehind, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _lastShell);
        var request = new SpawnRequest
        {
            Arguments = [],
            Environment = _environment.For(options.Environment),
            WorkingDirectory = options.Directory ?? SandboxPath.Workspace.Value,
            CreateWorkingDirectory = true,
        };
        return Shell.StartAsync(
            _launcher, request, Path.Combine(_pipes, number.ToString(CultureInfo.InvariantCulture)), leftBehind, Time, cancellationToken);
    }
}
