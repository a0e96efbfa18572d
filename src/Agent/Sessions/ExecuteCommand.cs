using Agent.Native;
using Agent.Processes;
using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Commands;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>Starts a command: in a session, in a fresh shell, or as a program without a shell; or joins the run that it names.</summary>
internal sealed class ExecuteCommand(
    SessionRegistry sessions, RunRegistry runs, InputRoom room, Launcher launcher, SandboxEnvironment environment, AgentConfig config,
    TimeProvider time)
{
    public async Task<Run> StartAsync(ExecuteRequest request, SessionId session, string actor)
    {
        Check(request);
        var isFresh = request.Args is not null || session.Value == ExecuteRequest.NoSession;
        var home = isFresh ? null : sessions.Get(session, actor);
        var input = runs.IsKnown(request.RunId) ? null : room.Hold(request.Stdin);
        try
        {
            var started = runs.Start(new()
            {
                RunId = request.RunId,
                Kind = RunKind.Command,
                Source = Line(request.Command, request.Args),
                Actor = actor,
                SessionId = isFresh ? null : session,
                IsQueued = home is { IsBusy: true },
                Fingerprint = Fingerprint(request, session),
            });
            if (started.IsNew)
            {
                await BeginAsync(request, started.Run, home, actor, input);
                input = null;
            }

            return started.Run;
        }
        finally
        {
            input?.Dispose();
        }
    }

    /// <exception cref="AgentException">What no shell could take.</exception>
    public static void Check(ExecuteRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Command) || request.Command.Contains('\0', StringComparison.Ordinal)
            || request.Args?.Any(static word => word is null || word.Contains('\0', StringComparison.Ordinal)) == true)
        {
            throw new AgentException(ErrorCode.InvalidCommand, "A command must not be empty and cannot hold a NUL.");
        }

        if (request.TimeoutMs < 0)
        {
            throw AgentException.Invalid("timeoutMs", "expected milliseconds, or 0 for no limit");
        }

        SandboxEnvironment.Check("env", request.Env);
    }

    /// <summary>An absolute path; null stays null.</summary>
    public static string? Resolve(string? cwd) => cwd is null ? null
        : SandboxPath.TryParse(cwd, out var path) ? path.Value
        : throw AgentException.Invalid("cwd", $"expected {SandboxPath.Rule}");

    /// <summary>A command as people read it.</summary>
    public static string Line(string command, IReadOnlyList<string>? words) =>
        words is null ? command : string.Join(' ', [command, .. words.Select(Show)]);

    public static Dictionary<string, string>? Without(IReadOnlyDictionary<string, string?>? variables) => variables?
        .Where(static variable => variable.Value is not null)
        .ToDictionary(static variable => variable.Key, static variable => variable.Value!);

    /// <param name="input">Its own, once it has returned.</param>
    private async Task BeginAsync(ExecuteRequest request, Run run, Session? home, string actor, HeldInput? input)
    {
        try
        {
            if (home is null)
            {
                await new ProgramRun(launcher, run, time).StartAsync(
                    FreshRequest(request), input, TimeoutOf(request, null), keepsRunning: true);
                return;
            }

            var work = new SessionWork.Command(
                new(request.Command, Without(request.Env), Resolve(request.Cwd), input), run, TimeoutOf(request, home.Options));
            if (!home.TryQueue(work) && !sessions.Get(home.Options.Id, actor).TryQueue(work))
            {
                run.Finish(RunState.Failed, reason: RunReasons.SessionEnded);
            }

            // Also of a command that is cancelled in the queue, and never read any of it.
            _ = input is null ? null : run.Completion.ContinueWith(_ => input.Dispose(), TaskScheduler.Default); // never faults
        }
        catch (AgentException)
        {
            run.Finish(RunState.Failed, reason: RunReasons.NotStarted);
            throw;
        }
    }

    private SpawnRequest FreshRequest(ExecuteRequest request) => new()
    {
        Arguments = request.Args is { } words ? [request.Command, .. words] : ["bash", "-c", request.Command],
        Environment = environment.For(Without(request.Env)),
        WorkingDirectory = Resolve(request.Cwd) ?? SandboxPath.Workspace.Value,
        Input = request.Stdin is null ? StandardInput.Null : StandardInput.Pipe,
    };

    private TimeSpan TimeoutOf(ExecuteRequest request, SessionOptions? session)
    {
        var wanted = request.TimeoutMs is { } own ? TimeSpan.FromMilliseconds(own)
            : session?.CommandTimeout ?? TimeSpan.FromMilliseconds(config.CommandTimeoutMs);
        return wanted == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : wanted;
    }

    private static ulong Fingerprint(ExecuteRequest request, SessionId session) => RunFingerprint.Of(
    [
        "command", session.Value, request.Command, request.Cwd, request.Stdin, request.TimeoutMs?.ToString(),
        RunFingerprint.Join(request.Args), RunFingerprint.Join(request.Env),
    ]);

    private static string Show(string word) =>
        word.Length > 0 && word.All(static character => char.IsAsciiLetterOrDigit(character) || "-_./:=,+@%".Contains(character, StringComparison.Ordinal))
            ? word : ShellScript.Quote(word);
}
