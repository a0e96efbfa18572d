namespace Bench.Measuring;

/// <summary>A living interpreter, ours or the peer's.</summary>
internal interface IInterpreter : IAsyncDisposable
{
    /// <summary>Runs code until everything that it wrote has come and its end is told.</summary>
    /// <param name="stdout">Gets the bytes as they come.</param>
    Task<CodeEnd> RunAsync(string code, Action<ReadOnlySpan<byte>> stdout, CancellationToken cancellationToken);

    Task InterruptAsync(CancellationToken cancellationToken);
}

/// <param name="Result">The text of the last expression's value; null when it had none.</param>
/// <param name="Error">The error's type; null when there was none.</param>
internal sealed record CodeEnd(string? Result, string? Error);
