using System.Text;
using Agent.Native;

namespace Agent.Sessions;

/// <summary>A shell's report of a command's end.</summary>
/// <param name="Directory">Where the shell is now; empty when it does not know.</param>
internal sealed record ShellReport(int Number, int Status, string Directory, string PreviousDirectory);

/// <summary>
/// Reads the reports of a shell. They come over a pipe that user code cannot be kept from, so what is not a report, or not
/// the one that is waited for, is passed over; it is never more than 64 KiB.
/// </summary>
internal sealed class StatusReader(DescriptorStream pipe)
{
    private const int MostBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private (int Number, TaskCompletionSource<ShellReport> Report)? _awaited;

    /// <summary>Reads until the pipe's end, which is the shell's.</summary>
    public async Task RunAsync()
    {
        var buffer = new byte[4096];
        var pending = new List<byte>();
        try
        {
            while (await pipe.ReadAsync(buffer) is var count and > 0)
            {
                pending.AddRange(buffer.AsSpan(0, count));
                Take(pending);
                if (pending.Count > MostBytes)
                {
                    pending.Clear();
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The shell was let go.
        }
    }

    /// <summary>Completes with the report of this number; call before the shell is told to make it.</summary>
    public Task<ShellReport> Expect(int number)
    {
        var report = new TaskCompletionSource<ShellReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited = (number, report);
        }

        return report.Task;
    }

    private void Take(List<byte> pending)
    {
        while (true)
        {
            var fields = new string[4];
            var start = 0;
            for (var i = 0; i < fields.Length; i++)
            {
                var end = pending.IndexOf(0, start);
                if (end < 0)
                {
                    return;
                }

                fields[i] = Encoding.UTF8.GetString([.. pending[start..end]]);
                start = end + 1;
            }

            pending.RemoveRange(0, start);
            if (int.TryParse(fields[0], out var number) && int.TryParse(fields[1], out var status))
            {
                Complete(new(number, status, fields[2], fields[3]));
            }
        }
    }

    private void Complete(ShellReport report)
    {
        lock (_gate)
        {
            if (_awaited is { } awaited && awaited.Number == report.Number)
            {
                _awaited = null;
                awaited.Report.TrySetResult(report);
            }
        }
    }
}
