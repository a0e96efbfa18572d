using System.Runtime.InteropServices;
using System.Text;

namespace Bench.Hosts;

/// <summary>A server that the benchmark starts, and ends as Ctrl+C does. Keeps the end of what it printed.</summary>
internal sealed partial class Daemon : IAsyncDisposable
{
    private const int Interrupt = 2;

    /// <summary>Characters of its output that are kept, for the message of a failure.</summary>
    private const int LogLimit = 16 * 1024;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Lock _gate = new();

    private Daemon(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    public int Id => _process.Id;

    public static Daemon Start(ProcessStartInfo start)
    {
        var daemon = new Daemon(start);
        daemon._process.Start();
        daemon._process.BeginOutputReadLine();
        daemon._process.BeginErrorReadLine();
        return daemon;
    }

    /// <summary>Asks again and again until a GET of the address succeeds.</summary>
    public async Task AnswersAsync(Uri address, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var within = Deadline.Within(limit, cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {_process.ExitCode} at its start:\n{Log()}");
            }

            try
            {
                using var answer = await client.GetAsync(address, within.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"The server did not answer {address} within {limit}:\n{Log()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }
    }

    public string Log()
    {
        lock (_gate)
        {
            return _log.ToString();
        }
    }

    /// <summary>Ends it as Ctrl+C does and waits; kills it when it does not end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Interrupt);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopLimit);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                throw new TimeoutException($"Process {_process.Id} did not end within {StopLimit} after its interrupt:\n{Log()}");
            }
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _log.AppendLine(line);
            if (_log.Length > LogLimit)
            {
                _log.Remove(0, _log.Length - LogLimit);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
