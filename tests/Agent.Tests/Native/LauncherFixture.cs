using System.Text;
using Agent.Native;

namespace Agent.Tests.Native;

/// <summary>A launcher as a plain child of the test host, and what tests ask of it most.</summary>
public sealed class LauncherFixture : IAsyncLifetime
{
    private LauncherProcess? _process;

    internal Launcher Launcher => _process!.Launcher;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _process = LauncherProcess.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _process!.DisposeAsync();

    internal static SpawnRequest Program(params string[] arguments) => new()
    {
        Arguments = [.. arguments],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" },
        WorkingDirectory = "/",
    };

    internal static SpawnRequest Shell(string script) => Program("bash", "-c", script);

    internal static SpawnRequest Python(string script) => Program("/usr/bin/python3", "-c", script);

    internal Task<(ProcessExit Exit, string Output, string Error)> RunAsync(SpawnRequest request) =>
        RunAsync(Launcher, request);

    internal static async Task<(ProcessExit Exit, string Output, string Error)> RunAsync(
        Launcher launcher, SpawnRequest request)
    {
        await using var process = await launcher.SpawnAsync(request, Deadline);
        var (output, error) = (ReadTextAsync(process.Output), ReadTextAsync(process.Error));
        await Task.WhenAll(process.Exited, output, error).WaitAsync(TimeSpan.FromSeconds(60), Deadline);
        return (await process.Exited, await output, await error);
    }

    internal static async Task<string> ReadTextAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Deadline);
    }

    /// <summary>Reads until the text holds <paramref name="end"/>; what came is returned whole.</summary>
    internal static async Task<string> ReadUntilAsync(Stream stream, string end)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            int count;
            try
            {
                count = await stream.ReadAsync(buffer, limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited for '{end}' and got: {text}");
            }

            Assert.True(count > 0, $"The end came before '{end}': {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
