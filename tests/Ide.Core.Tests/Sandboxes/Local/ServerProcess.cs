using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Ide.Core.Sandboxes;
using SandboxHost;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>
/// A server's sandboxes in a process of its own (tests/SandboxHost), which can be another user, in another network, and
/// killed. It needs root, because only root can become somebody else.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Numbers that no user of this machine has; each server is another, so that tests do not see each other's.</summary>
    private static int _lastUser = 54_000;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(90);

    private readonly string? _network;
    private readonly string _before;
    private readonly string _root;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Answer>> _answers = new();
    private Process _process;
    private Task<string> _reading = Task.FromResult("");
    private int _requests;

    private ServerProcess(ServerUser user, string? network, string resolver, string before)
    {
        (_network, _before) = (network, before);
        User = user == ServerUser.Ordinary ? Interlocked.Increment(ref _lastUser) : null;
        _root = Directory.CreateTempSubdirectory("ide-server-").FullName;
        File.SetUnixFileMode(_root, (UnixFileMode)0b111_101_101);
        File.WriteAllText(Path.Combine(_root, "resolv.conf"), $"nameserver {resolver}\n");
        CopyProgram(AppContext.BaseDirectory, Path.Combine(_root, "host"));
        CopyProgram(PublishedAgent.Directory, Path.Combine(_root, "agent"));
        Data = Directory.CreateDirectory(Path.Combine(_root, "data"), (UnixFileMode)0b111_000_000).FullName;
        if (User is { } owner)
        {
            Run("chown", $"{owner}:{owner}", Data);
        }

        _process = StartProcess();
    }

    public string Data { get; }

    /// <summary>The number of the ordinary user that the server is; null for root.</summary>
    public int? User { get; }

    public int Pid => _process.Id;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="network">The name of a network namespace that the server is in; null: this process's own.</param>
    /// <param name="resolver">The resolver of that network.</param>
    /// <param name="before">What root's shell does before the server, in a mount namespace that only they have.</param>
    public static ServerProcess Start(
        ServerUser user = ServerUser.Root, string? network = null, string resolver = "192.0.2.1", string before = "true") =>
        new(user, network, resolver, before);

    public Task<Answer> CreateAsync(string id, NetworkAccess network = NetworkAccess.None, SandboxLimits? limits = null) =>
        AskAsync(new("create", id) { Network = network, Limits = limits });

    public Task<Answer> AskAsync(string what, string? id = null) => AskAsync(new Request(what, id));

    /// <summary>Runs a command in the sandbox's default session, whatever it ends with.</summary>
    public async Task<Execution> ExecuteAsync(string id, string command) =>
        (await AskAsync(new("execute", id, command))).Execution!;

    /// <summary>The output of a command that must succeed.</summary>
    public async Task<string> OutputAsync(string id, string command)
    {
        var (code, output, error) = await ExecuteAsync(id, command);
        Assert.True(code == 0, $"{command}\nended with {code}: {output}{error}");
        return output;
    }

    /// <summary>Sends a request that must be done.</summary>
    public async Task<Answer> AskAsync(Request request)
    {
        var answer = await SendAsync(request);
        Assert.True(answer.Error is null, answer.Error);
        return answer;
    }

    /// <summary>Sends a request at once; the task is its answer, and fails when the server ends without one.</summary>
    public async Task<Answer> SendAsync(Request request)
    {
        var number = Interlocked.Increment(ref _requests);
        var answer = _answers[number] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request with { Number = number }, HostJson.Default.Request));
        }
        catch (IOException)
        {
            throw new InvalidOperationException($"The server ended: {await _reading}");
        }

        return await answer.Task.WaitAsync(AnswerLimit, Stop);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Stop);
        await _reading;
    }

    /// <summary>Starts the next server on the same data, after the one before has ended.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        _process = StartProcess();
        await AskAsync("adopt");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading.WaitAsync(AnswerLimit);
        _process.Dispose();

        // With the rights of root: whatever a failed test has left behind is removed all the same.
        var catalog = new SandboxCatalog(Data);
        using var provider = new Core.Sandboxes.Local.LocalProvider(catalog, Path.Combine(_root, "agent"), Data);
        foreach (var record in catalog.Load())
        {
            await provider.DestroyAsync(record, CancellationToken.None);
        }

        Directory.Delete(_root, recursive: true);
    }

    /// <returns>What it said on its standard error.</returns>
    private async Task<string> ReadAnswersAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonSerializer.Deserialize(line, HostJson.Default.Answer)!;
            _answers[answer.Number].TrySetResult(answer);
        }

        var lastWords = await process.StandardError.ReadToEndAsync();
        foreach (var answer in _answers.Values)
        {
            answer.TrySetException(new InvalidOperationException($"The server ended: {lastWords}"));
        }

        return lastWords;
    }

    private Process StartProcess()
    {
        string[] user = User is { } number ? ["setpriv", $"--reuid={number}", $"--regid={number}", "--clear-groups"] : [];
        string[] network = _network is null ? [] : ["nsenter", $"--net=/run/netns/{_network}"];
        var preparation = _network is null ? "true" : $"mount --bind {_root}/resolv.conf /etc/resolv.conf";
        string[] words =
        [
            .. network, "unshare", "--mount", "sh", "-c", $"{preparation} && {_before} && umask 077 && exec \"$@\"", "sh", .. user,
            Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "/usr/share/dotnet/dotnet",
            Path.Combine(_root, "host/SandboxHost.dll"), Data, Path.Combine(_root, "agent"),
        ];
        var process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["HOME"] = "/nonexistent", ["DOTNET_EnableDiagnostics"] = "0", ["SERVER_SECRET"] = "of-the-server", ["SERVER_DATA"] = Data },
        })!;
        _reading = ReadAnswersAsync(process);
        return process;
    }

    /// <summary>To where anybody may read it: the repository may lie in somebody's home.</summary>
    private static void CopyProgram(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        Run("chmod", "-R", "a+rX", to);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
