namespace Bench.Measuring;

/// <summary>One line of the table: what is measured, how, and the number to reach.</summary>
internal interface IMeasurement
{
    Subject Subject { get; }

    Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken);

    /// <returns>The same of Jupyter Server, or null where it is no peer.</returns>
    Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken) => null;
}

/// <param name="Key">The word that <c>./bench WORD</c> looks for.</param>
/// <param name="Title">What is measured, for the table.</param>
/// <param name="How">From when to when, and what is checked: one or two sentences.</param>
/// <param name="Goal">The number to reach; null when none was set.</param>
internal sealed record Subject(string Key, string Title, Unit Unit, Goal? Goal, string How);
