using System.Diagnostics;
using Agent.Files;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Tests.Files;

/// <summary>A temporary folder that is a sandbox's <c>/</c>, with a /workspace in it.</summary>
internal sealed class Sandbox : IDisposable
{
    public Sandbox(FileUser? user = null, string? under = null)
    {
        Folder = Path.Combine(under ?? Path.GetTempPath(), $"files-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Workspace);
        if (user is not null)
        {
            Run("chown", "-R", $"{user.User}:{user.Group}", Workspace);
        }

        Root = SandboxRoot.Open(Folder, user, At("/home/user"));
    }

    /// <summary>On the machine.</summary>
    public string Folder { get; }

    /// <summary>On the machine.</summary>
    public string Workspace => Path.Combine(Folder, "workspace");

    public SandboxRoot Root { get; }

    public static SandboxPath At(string path) =>
        SandboxPath.TryParse(path, out var parsed) ? parsed : throw new ArgumentException(path);

    public string OnMachine(string path) => Path.Combine(Folder, At(path).Value[1..]);

    public void Put(string path, string content) => File.WriteAllText(OnMachine(path), content);

    public string Get(string path) => File.ReadAllText(OnMachine(path));

    public void Link(string path, string target) => File.CreateSymbolicLink(OnMachine(path), target);

    /// <summary>In octal, as <c>chmod</c> takes it and <c>stat</c> shows it.</summary>
    public void SetMode(string path, string mode) => Run("chmod", mode, OnMachine(path));

    public string ModeOf(string path) => Run("stat", "-c", "%a", OnMachine(path)).Trim();

    public void Write(string path, string content) => WriteFile.Run(Root, new(At(path), content));

    public ReadFileAnswer Read(string path, FileEncoding? encoding = null) =>
        ReadFile.Run(Root, new(At(path), encoding), DateTimeOffset.UtcNow);

    public IReadOnlyList<string> List(string path, bool recursive = false, bool hidden = false) =>
        [.. ListFiles.Run(Root, new(At(path), new(recursive, hidden)), DateTimeOffset.UtcNow).Files.Select(static file => file.RelativePath)];

    /// <summary>What is in the workspace, temporary files included.</summary>
    public IReadOnlyList<string> Names => [.. Directory.EnumerateFileSystemEntries(Workspace).Select(Path.GetFileName).Order()!];

    public static ErrorCode CodeOf(Action call) => Assert.Throws<AgentException>(call).Code;

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    public void Dispose()
    {
        Root.Dispose();
        Run("rm", "-rf", Folder);
    }
}
