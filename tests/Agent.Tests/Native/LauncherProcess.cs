using System.Diagnostics;
using Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Agent.Tests.Native;

/// <summary>
/// <c>ide-launcher serve</c> as a child of the test host: bare, or behind whatever command line <c>wrap</c> makes of it.
/// </summary>
internal sealed class LauncherProcess : IAsyncDisposable
{
    private static readonly Lock Starting = new();

    private readonly Process _process;

    private LauncherProcess(Process process, Launcher launcher) => (_process, Launcher) = (process, launcher);

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "ide-launcher");

    public Launcher Launcher { get; }

    public int Pid => _process.Id;

    public static LauncherProcess Start(Func<string[], string[]>? wrap = null)
    {
        var (process, socket) = StartRaw(wrap);
        return new LauncherProcess(process, Launcher.Connect(socket));
    }

    /// <summary>The process and the Agent's end of its control socket, with nobody reading it.</summary>
    public static (Process Process, SafeFileHandle Socket) StartRaw(Func<string[], string[]>? wrap = null)
    {
        var (ours, theirs) = DescriptorPair.PacketSocket();
        using (theirs)
        {
            string[] serve = [Path, "serve", $"{theirs.DangerousGetHandle()}"];
            var line = wrap?.Invoke(serve) ?? serve;
            return (StartWith(new(line[0], line[1..]), theirs), ours);
        }
    }

    /// <summary>Starts a process that has these descriptors under their own numbers; no other test's process gets them.</summary>
    public static Process StartWith(ProcessStartInfo start, params ReadOnlySpan<SafeFileHandle> descriptors)
    {
        const int setDescriptorFlags = 2, closeOnExec = 1;
        lock (Starting)
        {
            // The base library closes nothing in a child; what does not close at exec is inherited.
            foreach (var descriptor in descriptors)
            {
                Assert.Equal(0, Libc.Control(descriptor, setDescriptorFlags, 0));
            }

            var process = Process.Start(start)!;
            foreach (var descriptor in descriptors)
            {
                Assert.Equal(0, Libc.Control(descriptor, setDescriptorFlags, closeOnExec));
            }

            return process;
        }
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        await Launcher.DisposeAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
    }
}
