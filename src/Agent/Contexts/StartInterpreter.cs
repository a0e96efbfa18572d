using System.Collections.Immutable;
using Agent.Native;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>What an interpreter is started with.</summary>
internal sealed record InterpreterOptions(
    CodeLanguage Language, SandboxPath Directory, IReadOnlyDictionary<string, string>? Environment, int? MemoryMb);

/// <summary>Starts interpreters: Python's from the fork server where that is possible, all others from nothing.</summary>
internal sealed class StartInterpreter(
    Launcher launcher, KernelFiles files, ForkServerHost forkServers, InterpreterEnvironment environment, TimeProvider time)
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(60);

    private const int FirstDescriptor = 3;

    /// <exception cref="AgentException">
    /// PYTHON_NOT_AVAILABLE, JAVASCRIPT_NOT_AVAILABLE, INTERPRETER_NOT_READY, or what the working directory is refused for.
    /// </exception>
    public async Task<Interpreter> RunAsync(
        InterpreterOptions options, Action<OutputStream, ReadOnlySpan<byte>> unclaimed, CancellationToken cancellationToken)
    {
        var pipes = new InterpreterPipes();
        InterpreterProcess? process = null;
        try
        {
            process = await StartAsync(options, pipes, cancellationToken);
        }
        finally
        {
            if (process is null)
            {
                pipes.Dispose();
            }
        }

        pipes.CloseTheirs();
        var interpreter = new Interpreter(process, pipes, unclaimed);
        try
        {
            await interpreter.Ready.WaitAsync(ReadyTime, time, cancellationToken);
            return interpreter;
        }
        catch (Exception exception)
        {
            await interpreter.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw Refusal(options.Language, interpreter.Beginning, exception);
        }
    }

    private async Task<InterpreterProcess> StartAsync(InterpreterOptions options, InterpreterPipes pipes, CancellationToken cancellationToken)
    {
        var variables = environment.For(options.Environment);
        if (options.Language == CodeLanguage.Python && forkServers.Use() is { } server)
        {
            if (await server.ForkAsync(pipes.Theirs, options.Directory, variables, options.MemoryMb * 1024L * 1024, cancellationToken) is { } forked)
            {
                return forked;
            }
        }

        try
        {
            return new InterpreterProcess.Spawned(await SpawnAsync(options, pipes.Theirs, variables, cancellationToken));
        }
        catch (SpawnException failure)
        {
            throw Refusal(options, failure);
        }
    }

    private async Task<SpawnedProcess> SpawnAsync(
        InterpreterOptions options, InterpreterPipes.Ends ends, Dictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var isPython = options.Language == CodeLanguage.Python;
        using var driver = isPython ? KernelFiles.OpenPythonModules() : KernelFiles.OpenNodeBundle("kernel.cjs.gz");
        using var transpiler = options.Language == CodeLanguage.TypeScript ? KernelFiles.OpenNodeBundle("typescript.cjs.gz") : null;
        const int @in = FirstDescriptor, @out = @in + 1, driverAt = @out + 1, transpilerAt = driverAt + 1;
        ImmutableArray<string> arguments = isPython
            ? ["python3", "-c", files.PythonBootstrap, $"{driverAt}", "context", "--in", $"{@in}", "--out", $"{@out}"]
            :
            [
                "node", "--no-force-async-hooks-checks",
                .. options.MemoryMb is { } megabytes ? [$"--max-old-space-size={megabytes}"] : (string[])[],
                "-e", files.NodeBootstrap, $"{@in}", $"{@out}", options.Language.Value, $"{driverAt}", $"{transpilerAt}",
            ];
        return await launcher.SpawnAsync(
            new()
            {
                Arguments = arguments,
                Environment = variables,
                WorkingDirectory = options.Directory.Value,
                CreateWorkingDirectory = true,
                Descriptors =
                [
                    (1, ends.Stdout), (2, ends.Stderr), (@in, ends.In), (@out, ends.Out), (driverAt, driver),
                    .. transpiler is null ? [] : ((int, Microsoft.Win32.SafeHandles.SafeFileHandle)[])[(transpilerAt, transpiler)],
                ],
                Limits = isPython && options.MemoryMb is { } limit
                    ? [new(ResourceLimit.Data, (ulong)limit * 1024 * 1024, (ulong)limit * 1024 * 1024)]
                    : [],
            },
            cancellationToken);
    }

    private static AgentException Refusal(InterpreterOptions options, SpawnException failure) => failure.Stage switch
    {
        SpawnStage.Execute => new(NotAvailable(options.Language), $"{options.Language} is not installed in this sandbox: {Errno.Describe(failure.Errno)}.", null, failure),
        SpawnStage.WorkingDirectory => new(
            Native.FileSystem.FileErrno.ToCode(failure.Errno), $"{options.Directory}: {Errno.Describe(failure.Errno)}.", null, failure),
        SpawnStage.Launcher => new(ErrorCode.SandboxUnavailable, "The sandbox is starting anew.", null, failure),
        _ => new(ErrorCode.InterpreterNotReady, failure.Message, null, failure),
    };

    private static AgentException Refusal(CodeLanguage language, string beginning, Exception exception)
    {
        var said = beginning.Length == 0 ? "it said nothing" : beginning.Trim();
        return said.Contains("No module named 'IPython'", StringComparison.Ordinal)
            ? new(NotAvailable(language), "IPython is not installed for this context's python3: pip install ipython.", null, exception)
            : new(ErrorCode.InterpreterNotReady, $"The interpreter did not start: {said}", null, exception);
    }

    private static ErrorCode NotAvailable(CodeLanguage language) =>
        language == CodeLanguage.Python ? ErrorCode.PythonNotAvailable : ErrorCode.JavascriptNotAvailable;
}
