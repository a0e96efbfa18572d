using System.Buffers;
using Agent.Native;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>
/// Reads the two pipes that a program writes to, as it writes, until everybody has closed them, or until told that the
/// program has ended although others (what it left behind) still hold them.
/// </summary>
internal sealed class OutputReaders(DescriptorStream stdout, DescriptorStream stderr, Action<OutputStream, ReadOnlySpan<byte>> take)
    : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>After so many reads that did not have to wait, others get their turn on this thread.</summary>
    private const int ReadsInARow = 8;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<DescriptorStream> _held = [];
    private Action<OutputStream, ReadOnlySpan<byte>> _take = take;
    private Task _reading = Task.CompletedTask;

    public void Start() =>
        _reading = Task.WhenAll(PumpAsync(stdout, OutputStream.Stdout, _stop.Token), PumpAsync(stderr, OutputStream.Stderr, _stop.Token));

    /// <summary>The program has ended: takes everything that had been written until now.</summary>
    /// <returns>True: somebody still holds a pipe; <see cref="GoOnAsync"/> reads what he writes.</returns>
    public async Task<bool> DrainAsync()
    {
        if (NamedPipe.HasWriter(stdout.Handle) || NamedPipe.HasWriter(stderr.Handle))
        {
            await _stop.CancelAsync();
        }

        await _reading;
        if (!_stop.IsCancellationRequested)
        {
            return false;
        }

        Drain(stdout, OutputStream.Stdout);
        Drain(stderr, OutputStream.Stderr);
        return _held.Count > 0;
    }

    /// <summary>Reads on, for somebody else, until nobody holds the pipes any more.</summary>
    public async Task GoOnAsync(Action<OutputStream, ReadOnlySpan<byte>> take)
    {
        _take = take;
        await Task.WhenAll(_held.Select(stream =>
            PumpAsync(stream, stream == stdout ? OutputStream.Stdout : OutputStream.Stderr, CancellationToken.None)));
    }

    /// <summary>After the reading has ended. The pipes are their owner's.</summary>
    public void Dispose() => _stop.Dispose();

    private async Task PumpAsync(DescriptorStream stream, OutputStream kind, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var reads = 1; await stream.ReadAsync(buffer, stop) is var count and > 0; reads++)
            {
                _take(kind, buffer.AsSpan(0, count));
                if (reads % ReadsInARow == 0)
                {
                    await Task.Yield();
                }

                stop.ThrowIfCancellationRequested();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Drain takes the rest, or nobody wants it any more.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What is in the pipe now, and no more than it can hold: a holder may fill it as fast as it is emptied.</summary>
    private void Drain(DescriptorStream stream, OutputStream kind)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var left = stream.BytesAvailable;
        while (true)
        {
            var count = stream.TryRead(buffer.AsSpan(0, Math.Clamp(left, 1, BufferBytes)));
            if (count is > 0)
            {
                _take(kind, buffer.AsSpan(0, count.Value));
                left -= count.Value;
            }

            if (count is not 0 && (count is null || left <= 0))
            {
                _held.Add(stream);
            }

            if (count is null or 0 || left <= 0)
            {
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
