using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Agent.Http;

/// <summary>
/// Writes one answer as Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html): an id and
/// one line of JSON an event, and a comment every 15 s of silence, which keeps proxies from closing the stream. One
/// writer at a time.
/// </summary>
internal sealed class SseWriter(HttpResponse response, TimeProvider time)
{
    private const int LargeBytes = 64 * 1024;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PipeWriter _body = response.BodyWriter;
    private Utf8JsonWriter? _json;

    /// <summary>Sends the headers, so that the client knows at once that it is heard.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-transform";
        await response.StartAsync(cancellationToken);
        await _body.FlushAsync(cancellationToken);
    }

    /// <summary>Puts an event in the buffer; <see cref="FlushAsync"/> sends it.</summary>
    public void Write<T>(long id, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(Begin(id), value, type);
        End();
    }

    /// <summary>Begins an event whose JSON the caller writes; <see cref="End"/> must follow.</summary>
    public Utf8JsonWriter Begin(long id)
    {
        Span<byte> head = stackalloc byte[40];
        "id: "u8.CopyTo(head);
        id.TryFormat(head[4..], out var digits, provider: CultureInfo.InvariantCulture);
        "\ndata: "u8.CopyTo(head[(4 + digits)..]);
        _body.Write(head[..(4 + digits + 7)]);
        _json ??= new(_body, Options);
        _json.Reset(_body);
        return _json;
    }

    /// <summary>Goes on after what the event's writer has written.</summary>
    /// <param name="json">Some of the event's JSON, without a line end.</param>
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        _json!.Flush();
        _body.Write(json);
    }

    /// <summary>Ends the event that was begun.</summary>
    public void End()
    {
        _json!.Flush();
        _body.Write("\n\n"u8);
    }

    /// <summary>Sends what is buffered; waits while the client is slow, which slows this stream and no other.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await _body.FlushAsync(cancellationToken);

    /// <summary>Sends what is buffered if that is much: between events, or pieces of one, that come one after the other.</summary>
    public ValueTask FlushLargeAsync(CancellationToken cancellationToken) =>
        _body.UnflushedBytes > LargeBytes ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Waits for <paramref name="next"/>, with a comment to the client every 15 s until it is there.</summary>
    public async ValueTask<T> KeepAliveWhileAsync<T>(ValueTask<T> next, CancellationToken cancellationToken)
    {
        if (next.IsCompleted)
        {
            return await next;
        }

        var task = next.AsTask();
        await KeepAliveWhileAsync(task, cancellationToken);
        return await task;
    }

    /// <inheritdoc cref="KeepAliveWhileAsync{T}(ValueTask{T}, CancellationToken)"/>
    public async Task KeepAliveWhileAsync(Task next, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var silence = Task.Delay(Silence, time, waiting.Token);
            if (await Task.WhenAny(next, silence) == next)
            {
                await waiting.CancelAsync();
                break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _body.Write(": keep-alive\n\n"u8);
            await _body.FlushAsync(cancellationToken);
        }

        await next;
    }
}
