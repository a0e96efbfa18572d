using Ide.Core.Protocol;

namespace Agent.Sessions;

/// <summary>What a session was made with; a fresh shell under its id is made with the same.</summary>
/// <param name="CommandTimeout">For commands that bring none of their own; null: the sandbox's.</param>
internal sealed record SessionOptions(
    SessionId Id,
    string Name,
    string? Directory = null,
    IReadOnlyDictionary<string, string>? Environment = null,
    TimeSpan? CommandTimeout = null);
