using Agent.Http;
using Agent.Native;
using Agent.Native.FileSystem;
using Agent.Runs;
using Agent.Sessions;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Commands;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary><c>process/start</c>, and <c>execute</c> with <c>background</c>: a shell command that runs on by itself.</summary>
internal sealed class StartProcess(
    ProcessRegistry processes, RunRegistry runs, InputRoom room, SessionRegistry sessions, Launcher launcher,
    SandboxEnvironment environment, TimeProvider time)
{
    private readonly Lock _gate = new();

    public async Task AnswerAsync(HttpContext context, ExecuteRequest request, SessionId session, string actor)
    {
        ExecuteCommand.Check(request);
        var process = await RunAsync(
            new()
            {
                Command = request.Command,
                SessionId = session.Value == ExecuteRequest.NoSession ? null : session,
                Env = request.Env,
                Cwd = request.Cwd,
                TimeoutMs = request.TimeoutMs,
                RunId = request.RunId,
            },
            actor,
            request.Args,
            request.Stdin);
        await AnswerAsync(context, process);
    }

    public Task AnswerAsync(HttpContext context, BackgroundProcess process) => context.Response.WriteAsync(
        new(true, process.Id, process.Program?.Pid, process.Run.Started.Source, process.Run.Id, time.GetUtcNow()),
        ProcessesJson.Relaxed.ProcessStarted);

    /// <param name="request">What is to be started.</param>
    /// <param name="actor">Who starts it.</param>
    /// <param name="words">With them the command is a program and no shell is involved.</param>
    /// <param name="input">All that it reads; null: what comes through <c>process/{id}/stdin</c>.</param>
    public async Task<BackgroundProcess> RunAsync(
        StartProcessRequest request, string actor, IReadOnlyList<string>? words = null, string? input = null)
    {
        ExecuteCommand.Check(new() { Command = request.Command, TimeoutMs = request.TimeoutMs, Env = request.Env });
        var directory = ExecuteCommand.Resolve(request.Cwd);
        var session = request.SessionId is { } id ? sessions.Find(id) : null;
        var held = runs.IsKnown(request.RunId) ? null : room.Hold(input);
        try
        {
            var started = Begin(request, actor, directory, words, input);
            var name = started.Run.Started.ProcessId!.Value;
            if (!started.IsNew)
            {
                return processes.Get(name);
            }

            var program = new ProgramRun(launcher, started.Run, time);
            processes.Add(started.Run, program, request.AutoCleanup);
            var variables = new Dictionary<string, string>(session?.Options.Environment ?? new Dictionary<string, string>());
            foreach (var (variable, value) in ExecuteCommand.Without(request.Env) ?? [])
            {
                variables[variable] = value;
            }

            var spawn = new SpawnRequest
            {
                Arguments = words is null ? ["bash", "-c", request.Command] : [request.Command, .. words],
                Environment = environment.For(variables),
                WorkingDirectory = directory ?? (session?.Directory is { Length: > 0 } current ? current : session?.Options.Directory) ?? SandboxPath.Workspace.Value,
                Input = StandardInput.Pipe,
            };
            var timeout = request.TimeoutMs is null or 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(request.TimeoutMs.Value);
            var isStarted = await program.StartAsync(spawn, held, timeout, keepsRunning: false);
            held = null;
            return isStarted ? new(name, started.Run, program) : throw NotStarted(name, program.Refusal);
        }
        finally
        {
            held?.Dispose();
        }
    }

    private StartedRun Begin(
        StartProcessRequest request, string actor, string? directory, IReadOnlyList<string>? words, string? input)
    {
        // Of two who start the same id at once the second must find it taken.
        lock (_gate)
        {
            if (request.RunId is not { } given || runs.Find(given) is null)
            {
                RefuseTaken(request.ProcessId);
            }

            return runs.Start(new()
            {
                RunId = request.RunId,
                Kind = RunKind.Process,
                Source = ExecuteCommand.Line(request.Command, words),
                Actor = actor,
                SessionId = request.SessionId,
                ProcessId = request.ProcessId ?? ProcessId.New(),
                Fingerprint = RunFingerprint.Of(
                [
                    "process", request.Command, request.ProcessId?.Value, request.SessionId?.Value, directory, request.TimeoutMs?.ToString(),
                    RunFingerprint.Join(words), RunFingerprint.Join(request.Env), input, request.AutoCleanup ? "autoCleanup" : null,
                ]),
            });
        }
    }

    private static AgentException NotStarted(ProcessId name, SpawnException? failure) => failure switch
    {
        { Stage: SpawnStage.WorkingDirectory } =>
            new(FileErrno.ToCode(failure.Errno), $"The working directory of the process {name}: {Errno.Describe(failure.Errno)}.", null, failure),
        { Errno: Errno.E2BIG } =>
            new(ErrorCode.InvalidCommand, "The command with its variables is longer than the system takes; write it to a file first.", null, failure),
        _ => new(ErrorCode.ProcessError, $"The process {name} could not be started: {failure?.Message ?? "it was cancelled before."}", null, failure),
    };

    private void RefuseTaken(ProcessId? id)
    {
        if (id is { } wanted && processes.List().Any(process => process.Id == wanted && process.Run.Finished is null))
        {
            throw new AgentException(ErrorCode.ResourceBusy, $"A process {wanted} is running already.");
        }
    }
}
