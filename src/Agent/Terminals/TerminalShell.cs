using Agent.Native;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;

namespace Agent.Terminals;

/// <summary>How a terminal's program is started.</summary>
internal static class TerminalShell
{
    public const string Default = "bash";

    /// <summary>Where bash finds <c>shell.sh</c>; a number that hardly any program uses.</summary>
    private const int StartupDescriptor = 19;

    /// <param name="startup">To be closed once the program runs; null: none needed.</param>
    public static SpawnRequest Request(
        string shell, SandboxPath directory, IReadOnlyDictionary<string, string> environment, TerminalSize size, out SafeFileHandle? startup)
    {
        var variables = new Dictionary<string, string>(environment)
        {
            ["TERM"] = "xterm-256color",
            ["COLORTERM"] = "truecolor",
        };
        variables.TryAdd("LANG", "C.UTF-8");
        variables.TryAdd("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
        variables.TryAdd("SHELL", "/bin/bash");

        var isBash = shell is "bash" or "/bin/bash" or "/usr/bin/bash";
        startup = isBash ? DescriptorPair.MemoryFile(Startup()) : null;
        return new()
        {
            Arguments = isBash ? [shell, "--rcfile", $"/dev/fd/{StartupDescriptor}", "-i"] : [shell],
            Environment = variables,
            WorkingDirectory = directory.Value,
            CreateWorkingDirectory = true,
            Terminal = size,
            Descriptors = startup is null ? [] : [(StartupDescriptor, startup)],
        };
    }

    private static byte[] Startup()
    {
        using var script = typeof(TerminalShell).Assembly.GetManifestResourceStream("terminals/shell.sh")!;
        using var bytes = new MemoryStream();
        script.CopyTo(bytes);
        bytes.Write(System.Text.Encoding.ASCII.GetBytes($"exec {StartupDescriptor}<&-\n"));
        return bytes.ToArray();
    }
}
