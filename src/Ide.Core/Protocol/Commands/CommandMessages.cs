namespace Ide.Core.Protocol.Commands;

/// <summary>The body of <c>execute</c> and <c>execute/stream</c>.</summary>
public sealed record ExecuteRequest
{
    /// <summary>The literal session that means: no session, a fresh shell.</summary>
    public const string NoSession = "__DISABLE_SESSION__";

    /// <summary>A shell command; with <see cref="Args"/> a program, and no shell is involved.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Null: the header <c>X-Session-Id</c>, or the sandbox's default session.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>Milliseconds; 0: no limit; null: the session's, or the sandbox's.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>For this command alone; a null value is left out.</summary>
    public IReadOnlyDictionary<string, string?>? Env { get; init; }

    /// <summary>For this command alone; a relative path starts at /workspace.</summary>
    public string? Cwd { get; init; }

    /// <summary>What it reads; null: nothing.</summary>
    public string? Stdin { get; init; }

    /// <summary>True: it is started as a process and answered at once.</summary>
    public bool Background { get; init; }

    public RunId? RunId { get; init; }
}

/// <summary>The body of <c>session/create</c>.</summary>
public sealed record CreateSessionRequest
{
    /// <summary>Null: one is made.</summary>
    public SessionId? Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string?>? Env { get; init; }

    /// <summary>Made when it is missing.</summary>
    public string? Cwd { get; init; }

    /// <summary>For commands without a limit of their own, in milliseconds; 0: none.</summary>
    public int? CommandTimeoutMs { get; init; }

    public bool Isolation { get; init; }
}

public sealed record SessionInfo(SessionId Id, string Name, string Cwd);

public sealed record SessionCreatedAnswer(bool Success, SessionInfo Data, DateTimeOffset Timestamp);

public sealed record SessionListAnswer(bool Success, IReadOnlyList<SessionId> Data, DateTimeOffset Timestamp);

public sealed record DeleteSessionRequest(SessionId SessionId);

public sealed record SessionDeletedAnswer(bool Success, SessionId SessionId, DateTimeOffset Timestamp);

/// <summary>The body of <c>env</c>; null unsets.</summary>
public sealed record SetEnvironmentRequest(IReadOnlyDictionary<string, string?> Env);

public sealed record EnvironmentSetAnswer(bool Success, DateTimeOffset Timestamp);
