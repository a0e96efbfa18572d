namespace Bench.Measurements;

/// <summary>The least that a command costs.</summary>
/// <param name="session">The shell session; null: the sandbox's default one.</param>
internal sealed class ExecTrue(string name, string where, string? session, double goal) : IMeasurement
{
    /// <summary>What the API calls a command outside every session.</summary>
    public const string NoSession = "__DISABLE_SESSION__";

    private const int Warmup = 50;
    private const int Repetitions = 500;

    public Subject Subject { get; } = new(
        $"exec-{name}",
        $"`exec true` {where}",
        Unit.Milliseconds,
        new Goal(Median: goal),
        $"`POST /api/execute` with the command `true`{(session is null ? " in the default session" : $" and the session `{session}`")}, "
        + "until the answer is there; its exit code is 0 and its output empty.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        return await Repeat.TimedAsync(
            Warmup,
            Repetitions,
            async () => Check.Equal("", await sandbox.ExecuteAsync("true", session, cancellationToken)),
            cancellationToken);
    }
}
