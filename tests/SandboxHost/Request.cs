using System.Text.Json.Serialization;
using Ide.Core.Sandboxes;

namespace SandboxHost;

/// <summary>One line of standard input: what the host is to do.</summary>
/// <param name="Do">create, wake, stop, destroy, find, adopt, mend, execute.</param>
public sealed record Request(string Do, string? Id = null, string? Command = null)
{
    /// <summary>Comes back with the answer.</summary>
    public int Number { get; init; }

    public NetworkAccess Network { get; init; } = NetworkAccess.None;

    public SandboxLimits? Limits { get; init; }

    /// <summary>Execute in a shell of its own, beside what runs in the default session.</summary>
    public bool Apart { get; init; }
}

/// <summary>One line of standard output: what came of it.</summary>
/// <param name="Error">The error's code and sentence; null when it was done.</param>
public sealed record Answer(string? Error = null, SandboxRecord? Record = null, Execution? Execution = null)
{
    public int Number { get; init; }
}

/// <summary>What a command in a sandbox's default session said.</summary>
public sealed record Execution(int ExitCode, string Stdout, string Stderr);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Answer))]
public sealed partial class HostJson : JsonSerializerContext;
