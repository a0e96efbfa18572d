using System.Buffers;

namespace Agent.Http;

/// <summary>A request's body read to its end; one over 1 MiB only when there is room for it (<see cref="LargeBodies"/>).</summary>
internal sealed class WholeBody : IDisposable
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private byte[] _bytes = [];
    private int _length;
    private IDisposable? _stay;

    /// <summary>Without the byte order mark that some put before UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length) is var all && all.StartsWith(Mark) ? all[Mark.Length..] : all;

    /// <exception cref="CallerGoneException">The body ended before it was whole.</exception>
    public static async Task<WholeBody> ReadAsync(HttpRequest request)
    {
        var body = new WholeBody();
        try
        {
            await body.FillAsync(request);
            return body;
        }
        catch (IOException exception) when (exception.IsCallerGone)
        {
            body.Dispose();
            throw new CallerGoneException(exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The room that it takes, for who makes something as large of it; null: none.</summary>
    public IDisposable? TakeStay() => Interlocked.Exchange(ref _stay, null);

    public void Dispose()
    {
        if (_bytes.Length is > 0 and <= LargeBodies.SmallBytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = [];
        TakeStay()?.Dispose();
    }

    private async Task FillAsync(HttpRequest request)
    {
        var aborted = request.HttpContext.RequestAborted;
        _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? 4096, LargeBodies.SmallBytes));
        while (await request.Body.ReadAsync(_bytes.AsMemory(_length), aborted) is var count and > 0)
        {
            _length += count;
            if (_length == _bytes.Length)
            {
                await GrowAsync(request, aborted);
            }
        }
    }

    /// <summary>Small ones are the pool's, doubled; a large one is made at its size, where that is known.</summary>
    private async Task GrowAsync(HttpRequest request, CancellationToken aborted)
    {
        var old = _bytes;
        if (_length < LargeBodies.SmallBytes)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(2 * _length, LargeBodies.SmallBytes));
            old.AsSpan(0, _length).CopyTo(_bytes);
            ArrayPool<byte>.Shared.Return(old);
            return;
        }

        var expected = request.ContentLength is { } known && known >= _length ? known : RouteMapping.MostBodyBytes;
        _stay ??= await LargeBodies.EnterAsync(expected, aborted);
        _bytes = new byte[Math.Max(request.ContentLength is null ? 2L * _length : expected + 1, _length + 1)];
        old.AsSpan(0, _length).CopyTo(_bytes);
        if (old.Length <= LargeBodies.SmallBytes)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
