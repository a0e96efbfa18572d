using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// A program to start in the world of user code. It gets its own session and process group, signals at their defaults,
/// umask 022, exactly this environment, and no descriptor but those named here.
/// </summary>
internal sealed record SpawnRequest
{
    /// <summary>
    /// The program and its arguments. A name without a slash is looked up in the PATH of <see cref="Environment"/>.
    /// </summary>
    public required ImmutableArray<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Makes a missing working directory, with its parents, as the program's user.</summary>
    public bool CreateWorkingDirectory { get; init; }

    public StandardInput Input { get; init; }

    /// <summary>The size of a new terminal that becomes 0, 1 and 2; null for pipes.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>
    /// Descriptors that the program finds at these numbers (0 to 63, at most 29). They stay the caller's, who closes them
    /// when <see cref="Launcher.SpawnAsync"/> has returned. At 0, 1 or 2 they replace the pipe or the terminal.
    /// </summary>
    public IReadOnlyList<(int Number, SafeFileHandle Handle)> Descriptors { get; init; } = [];

    /// <summary>0 to 19, higher is more modest; below 0 only where the launcher is root.</summary>
    public int Nice { get; init; }

    /// <summary>Added to what the kernel's out-of-memory killer thinks of the program: -1000 to 1000.</summary>
    public int OutOfMemoryScore { get; init; } = 500;

    public IReadOnlyList<ResourceLimit> Limits { get; init; } = [];

    /// <summary>Whom the program runs as; null: as the launcher. Anybody else needs a launcher that is root.</summary>
    public UserIdentity? User { get; init; }

    /// <summary>
    /// The program itself becomes the parent of its orphans. Not needed to find or end them: without it, the launcher
    /// keeps the tree together.
    /// </summary>
    public bool AdoptsOrphans { get; init; }
}

internal enum StandardInput
{
    /// <summary>/dev/null: a read ends at once.</summary>
    Null,

    /// <summary>A pipe, <see cref="SpawnedProcess.Input"/>.</summary>
    Pipe,
}

internal readonly record struct TerminalSize(ushort Rows, ushort Columns);

internal readonly record struct UserIdentity(uint UserId, uint GroupId);

/// <summary>A limit of setrlimit(2). <c>Resource</c> is the number of RLIMIT_… on x86-64 Linux.</summary>
internal readonly record struct ResourceLimit(int Resource, ulong Soft, ulong Hard)
{
    public const int Cpu = 0, FileSize = 1, Data = 2, Stack = 3, Core = 4, Processes = 6, OpenFiles = 7, AddressSpace = 9;
    public const ulong Unlimited = ulong.MaxValue;
}
