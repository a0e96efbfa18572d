namespace Bench.Measuring;

/// <summary>One viewer of a terminal with a shell in it, ours or the peer's.</summary>
internal interface ITerminal : IAsyncDisposable
{
    Task SendAsync(ReadOnlyMemory<byte> keys, CancellationToken cancellationToken);

    /// <returns>The next piece of output; valid until the next call.</returns>
    ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken);
}
