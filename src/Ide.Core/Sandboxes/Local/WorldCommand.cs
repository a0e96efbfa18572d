namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// The command that makes a sandbox's two nested worlds: bubblewrap, the launcher as supervisor, the Agent, and once more
/// bubblewrap with the launcher as pid 1 of the user's world (docs/isolation.md draws it).
/// </summary>
internal static class WorldCommand
{
    private const int ListenDescriptor = 3;
    private const int AgentDescriptor = 4;
    private const int ServeDescriptor = 5;
    private const int InfoDescriptor = 13;

    /// <summary>For sockets and files that hold a number.</summary>
    private const int RunBytes = 8 * 1024 * 1024;

    /// <summary>The inner bubblewrap binds them on.</summary>
    private static readonly string[] OuterDevices = ["null", "zero", "full", "random", "urandom", "tty"];

    /// <param name="sources">Where bubblewrap finds the sandbox's state, files and the binaries.</param>
    /// <remarks>
    /// The inner world's processes and threads are held by RLIMIT_NPROC, also where a group holds them: the kernel counts them in
    /// the world's own user namespace, so it holds for all of them together, and not for the Agent.
    /// </remarks>
    public static IReadOnlyList<string> Build(SandboxRecord record, WorldSources sources)
    {
        List<string> words =
        [
            "/usr/bin/bwrap",
            "--unshare-user", "--uid", "1000", "--gid", "1000",
            "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try",
            "--hostname", record.Id.Value,
            "--info-fd", $"{InfoDescriptor}",
            "--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8",
            "--ro-bind", "/usr", "/usr",
            "--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin",
            "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
            "--proc", "/proc",
        ];
        // No --dev: its devpts would need a second user namespace, and who owns the network namespace must be the first.
        foreach (var device in OuterDevices)
        {
            words.AddRange(["--dev-bind", $"/dev/{device}", $"/dev/{device}"]);
        }

        words.AddRange(
        [
            // Whole, for the Agent's world only: bubblewrap reads the table of mounts again at each one.
            "--ro-bind", "/etc", "/etc",
            "--bind", sources.State, "/state", "--bind", sources.Files, "/files",
            "--ro-bind", sources.Config, "/config", "--ro-bind", sources.Agent, "/agent",
            "--dir", "/tmp", "--chdir", "/",
            "--",
            "/agent/ide-launcher", "supervise", "--agent-fd", $"{AgentDescriptor}", "--serve-fd", $"{ServeDescriptor}",
            .. record.Limits.Pids is { } most ? new[] { "--processes", $"{most}" } : [],
            "/agent/Agent", "--config", "/config/agent.json", "--listen-fd", $"{ListenDescriptor}", "--launcher-fd", $"{AgentDescriptor}",
            "--",
        ]);
        words.AddRange(Inner(record.Limits));
        return words;
    }

    /// <summary>What <c>ide-launcher host</c> must hand to <see cref="Build"/>'s command.</summary>
    public static IReadOnlyList<string> Descriptors(SandboxPlaces places) =>
    [
        "--listen", places.Socket, "--listen-fd", $"{ListenDescriptor}",
        "--write-fd", $"{InfoDescriptor}={places.WorldInfo}",
        "--log", places.Log,
    ];

    /// <remarks>
    /// A file in memory belongs to no process that could be ended for it: what is left without room then is the Agent. So
    /// <c>/dev/shm</c> takes half of the sandbox's memory, and nowhere else is there any to speak of.
    /// </remarks>
    private static List<string> Inner(SandboxLimits limits)
    {
        string[] shared = limits.MemoryMb is { } megabytes ? ["--size", $"{megabytes * 1024L * 1024 / 2}"] : [];
        List<string> words =
        [
            "/usr/bin/bwrap",
            "--unshare-user", "--uid", "1000", "--gid", "1000", "--disable-userns",
            "--unshare-pid", "--unshare-ipc", "--as-pid-1",
            "--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8",
            "--bind", "/files", "/", "--ro-bind", "/usr", "/usr",
            "--proc", "/proc", "--dev", "/dev", .. shared, "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
            "--size", $"{RunBytes}", "--tmpfs", "/run", "--ro-bind", "/agent/ide-launcher", "/run/ide-launcher",
        ];
        foreach (var entry in RootFilesystem.HostEtc)
        {
            words.AddRange(["--ro-bind-try", $"/etc/{entry}", $"/etc/{entry}"]);
        }

        foreach (var entry in RootFilesystem.OwnEtc)
        {
            words.AddRange(["--ro-bind", $"/config/etc/{entry}", $"/etc/{entry}"]);
        }

        words.AddRange(["--chdir", "/", "--", "/run/ide-launcher", "serve", $"{ServeDescriptor}"]);
        return words;
    }
}

/// <summary>Where bubblewrap, as the user that it runs as, finds what it mounts.</summary>
internal sealed record WorldSources(string State, string Config, string Files, string Agent);
