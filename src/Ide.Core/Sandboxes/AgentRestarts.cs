using Ide.Core.Streams;

namespace Ide.Core.Sandboxes;

/// <summary>
/// How often in a row a sandbox whose Agent ended by itself was started again without anybody asking for it: the rule that
/// keeps one that dies at each start from being started for ever. Pure.
/// </summary>
/// <param name="Count">Since a person last started it, or it last ran for <see cref="GoodWhile"/>.</param>
/// <param name="LastAt">When the latest of them began.</param>
internal sealed record AgentRestarts(int Count, DateTimeOffset LastAt)
{
    /// <summary>After so many a person has to look.</summary>
    public const int Most = 5;

    /// <summary>Who ran for so long died of something else than its start.</summary>
    public static readonly TimeSpan GoodWhile = TimeSpan.FromMinutes(5);

    private static readonly GrowingPause Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8));

    public static AgentRestarts None { get; } = new(0, DateTimeOffset.MinValue);

    public bool IsSpent => Count >= Most;

    /// <summary>The first comes at once, the others after 1, 2, 4 and 8 s.</summary>
    public DateTimeOffset DueAt => LastAt + Pauses.After(Count);

    /// <summary>What counts of them when an Agent that ran until now has died.</summary>
    public AgentRestarts AtDeath(DateTimeOffset now) => Count > 0 && now - LastAt >= GoodWhile ? None : this;

    public AgentRestarts Next(DateTimeOffset now) => new(Count + 1, now);
}
