using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Agent.Tests.Kernels;

/// <summary>
/// Runs a driver's own tests, which are written in the driver's language and need nothing of ours, one file in one process,
/// and gives what each of its tests came to.
/// </summary>
internal static class DriverScript
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public static async Task<string> RunAsync(string program, string[] arguments, string directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONWARNINGS"] = "ignore" },
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Deadline);
        string said;
        try
        {
            // To the end of what it says, not of itself: a process that it left behind may hold its output open.
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            said = await output + await errors;
        }
        finally
        {
            if (limit.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
