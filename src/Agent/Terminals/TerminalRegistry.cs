using Agent.Journal;
using Agent.Native;
using Agent.Sessions;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using Ide.Core.Protocol.Terminals;

namespace Agent.Terminals;

/// <summary>The sandbox's terminals. They live as long as the Agent: after its restart there are none.</summary>
internal sealed partial class TerminalRegistry(
    Launcher launcher, SandboxEnvironment environment, EventJournal journal, TimeProvider time, ILogger<TerminalRegistry> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TerminalId, Terminal> _terminals = [];
    private readonly HashSet<TerminalId> _starting = [];
    private int _made;

    public IReadOnlyList<Terminal> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _terminals.Values.OrderBy(static terminal => terminal.CreatedAt)];
            }
        }
    }

    public Terminal? Find(TerminalId id)
    {
        lock (_gate)
        {
            return _terminals.GetValueOrDefault(id);
        }
    }

    /// <exception cref="AgentException">No such terminal.</exception>
    public Terminal Get(TerminalId id) => Find(id) ?? throw NotFound(id);

    /// <exception cref="AgentException">Too many run; the id is taken; the program cannot be started.</exception>
    public async Task<Terminal> CreateAsync(TerminalId id, CreateTerminalRequest request, string actor, CancellationToken cancellationToken)
    {
        var number = Reserve(id);
        Terminal terminal;
        try
        {
            var name = request.Name is null ? $"Terminal {number}" : TerminalName.Check(request.Name);
            terminal = await StartAsync(id, request, name, screen: null, time.GetUtcNow(), cancellationToken);
        }
        catch
        {
            lock (_gate)
            {
                _starting.Remove(id);
            }

            throw;
        }

        lock (_gate)
        {
            _starting.Remove(id);
            _terminals.Add(id, terminal);
        }

        Record(new TerminalOpened { TerminalId = id, Name = terminal.Name, Actor = actor });
        _ = TellEndAsync(terminal); // catches what can go wrong in it
        return terminal;
    }

    /// <exception cref="AgentException">No such terminal, or it cannot be called that.</exception>
    public Terminal Rename(TerminalId id, string name, string actor)
    {
        var terminal = Get(id);
        terminal.Name = TerminalName.Check(name);
        Record(new TerminalRenamed { TerminalId = id, Name = terminal.Name, Actor = actor });
        return terminal;
    }

    /// <summary>Gives a terminal whose program has ended a new one: the same id, name, shell and directory, below the old output.</summary>
    /// <exception cref="AgentException">No such terminal, its program runs, too many run, or the program cannot be started.</exception>
    public async Task<Terminal> RestartAsync(TerminalId id, string actor, CancellationToken cancellationToken)
    {
        var old = Get(id);
        lock (_gate)
        {
            if (old.Screen.Exit is null || !_starting.Add(id))
            {
                throw new AgentException(ErrorCode.ResourceBusy, $"The program of {id} runs.");
            }

            if (_terminals.Values.Count(static other => other.Screen.Exit is null) >= TerminalLimits.MostRunning)
            {
                _starting.Remove(id);
                throw TooMany();
            }
        }

        Terminal terminal;
        try
        {
            await old.Ended;
            await old.EndProgramAsync();
            var request = new CreateTerminalRequest(Shell: old.Shell, Cwd: SandboxPath.Workspace.Resolve(old.Directory));
            terminal = await StartAsync(id, request, old.Name, old.Screen, old.CreatedAt, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _starting.Remove(id);
            }
        }

        lock (_gate)
        {
            _terminals[id] = terminal;
        }

        Record(new TerminalOpened { TerminalId = id, Name = terminal.Name, Actor = actor });
        _ = TellEndAsync(terminal); // catches what can go wrong in it
        return terminal;
    }

    /// <exception cref="AgentException">No such terminal.</exception>
    public async Task DeleteAsync(TerminalId id)
    {
        Terminal? terminal;
        lock (_gate)
        {
            if (_starting.Contains(id) && _terminals.ContainsKey(id))
            {
                throw new AgentException(ErrorCode.ResourceBusy, $"The terminal {id} is just being started again.");
            }

            if (!_terminals.Remove(id, out terminal))
            {
                throw NotFound(id);
            }
        }

        await terminal.DisposeAsync();
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(All.Select(static terminal => terminal.DisposeAsync().AsTask()));

    private int Reserve(TerminalId id)
    {
        Terminal? forgotten = null;
        lock (_gate)
        {
            if (_terminals.ContainsKey(id) || !_starting.Add(id))
            {
                throw new AgentException(ErrorCode.ResourceBusy, $"The terminal {id} is there already.");
            }

            var ended = _terminals.Values.Where(terminal => terminal.Screen.Exit is not null && !_starting.Contains(terminal.Id)).OrderBy(static terminal => terminal.CreatedAt).ToList();
            if (_terminals.Count - ended.Count + _starting.Count > TerminalLimits.MostRunning)
            {
                _starting.Remove(id);
                throw TooMany();
            }

            if (ended.Count > TerminalLimits.MostEnded)
            {
                forgotten = ended[0];
                _terminals.Remove(forgotten.Id);
            }

            _made++;
        }

        _ = forgotten?.DisposeAsync().AsTask(); // its program has ended: there is nothing in it that could fail
        return _made;
    }

    private async Task<Terminal> StartAsync(TerminalId id, CreateTerminalRequest request, string name, TerminalScreen? screen, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var shell = request.Shell ?? TerminalShell.Default;
        var directory = request.Cwd ?? SandboxPath.Workspace;
        if (shell.Length == 0 || shell.Contains('\0', StringComparison.Ordinal))
        {
            throw AgentException.Invalid("shell", "expected the name or path of a program");
        }

        var size = screen?.Size ?? TerminalSizing.Clamp(request.Cols ?? 80, request.Rows ?? 24);
        var spawn = TerminalShell.Request(shell, directory, environment.For(), TerminalSizing.ToNative(size), out var startup);
        using (startup)
        {
            try
            {
                var process = await launcher.SpawnAsync(spawn, cancellationToken);
                screen?.Reopen();
                return new(id, name, shell, directory.Value, process, screen ?? new TerminalScreen(size, time), time) { CreatedAt = createdAt };
            }
            catch (SpawnException failure)
            {
                throw Refusal(failure, shell, directory);
            }
        }
    }

    private static AgentException Refusal(SpawnException failure, string shell, SandboxPath directory) => failure.Stage switch
    {
        SpawnStage.Execute => new(ErrorCode.InvalidCommand, $"{shell}: {Errno.Describe(failure.Errno)}.", null, failure),
        SpawnStage.WorkingDirectory => new(
            Native.FileSystem.FileErrno.ToCode(failure.Errno), $"{directory}: {Errno.Describe(failure.Errno)}.", null, failure),
        SpawnStage.Launcher => new(ErrorCode.SandboxUnavailable, "The sandbox is starting anew.", null, failure),
        _ => new(ErrorCode.ProcessError, failure.Message, null, failure),
    };

    private async Task TellEndAsync(Terminal terminal)
    {
        var exit = await terminal.Ended;
        Record(new TerminalClosed { TerminalId = terminal.Id, ExitCode = exit.Code });
    }

    private void Record(JournalEvent happened)
    {
        try
        {
            journal.Append(happened);
        }
        catch (Exception failure) when (failure is AgentException or ObjectDisposedException)
        {
            Log.NotTold(logger, happened.GetType().Name, failure);
        }
    }

    private static AgentException TooMany() =>
        new(ErrorCode.TooManyRequests, $"{TerminalLimits.MostRunning} terminals run already; close one first.");

    private static AgentException NotFound(TerminalId id) => new(
        ErrorCode.TerminalNotFound, $"There is no terminal {id}; terminals end when their sandbox is stopped or starts anew.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The journal did not take a {Event}.")]
        public static partial void NotTold(ILogger logger, string @event, Exception exception);
    }
}
