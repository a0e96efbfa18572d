using System.Buffers;
using System.IO.Pipelines;
using Ide.Web.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Ide.Web.Hosting;

/// <summary>
/// Ends a request whose body stops coming half way, or is larger than its route takes. Only the time counts in which the server waits
/// for a byte that the client does not send: who sends slowly, or is held up because the sandbox does not take more, may take as long
/// as it needs.
/// </summary>
/// <remarks>
/// The size is counted here because Kestrel, where a limit of its own is exceeded, closes the connection on what still comes: many
/// clients fail then before they read the answer. What is refused here, Kestrel reads away, for five seconds at most.
/// </remarks>
internal sealed class RequestBodies(RequestDelegate next, TimeProvider time)
{
    /// <summary>The largest body of a request that is not raw bytes.</summary>
    public const long MostBytes = 32L * 1024 * 1024;

    /// <summary>Longer than it takes to change a network, or to find a lost one again.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            var body = new LivingBody(context.Request.BodyReader, context.Request.ContentLength, time);
            context.Features.Set<IHttpMaxRequestBodySizeFeature>(body);
            context.Request.Body = body;
        }

        return next(context);
    }

    /// <summary>A body that fails when its client is silent for too long, or sends too much.</summary>
    private sealed class LivingBody(PipeReader body, long? length, TimeProvider time) : Stream, IHttpMaxRequestBodySizeFeature
    {
        private long _read;

        /// <summary>Null: any size. It counts from the first read on.</summary>
        public long? MaxRequestBodySize { get; set; } = MostBytes;

        public bool IsReadOnly { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            IsReadOnly = true;
            DemandSize(length ?? 0);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (read, isSilent) = await WaitAsync(cancellationToken);

                // Nothing of what was read may be looked at after it was given back.
                var isEmpty = read.Buffer.IsEmpty;
                if (read.IsCanceled)
                {
                    body.AdvanceTo(read.Buffer.Start);
                    cancellationToken.ThrowIfCancellationRequested();
                    if (isSilent && isEmpty)
                    {
                        throw new StalledBodyException();
                    }

                    // A byte came in the moment in which an earlier read was to be ended: its cancellation has ended this one.
                    continue;
                }

                var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
                var piece = read.Buffer.Slice(0, count);
                piece.CopyTo(buffer.Span);
                body.AdvanceTo(piece.End);
                DemandSize(_read += count);
                if (!isEmpty || read.IsCompleted)
                {
                    return count;
                }
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void DemandSize(long bytes)
        {
            if (bytes > MaxRequestBodySize)
            {
                throw new BadHttpRequestException(ErrorAnswers.TooLarge, StatusCodes.Status413PayloadTooLarge);
            }
        }

        /// <summary>
        /// Canceled when nothing came in time, or nobody wants it any more. Kestrel's reader must end its read by itself to be able to
        /// go on with the connection: after one that a token has ended it reads nothing away, and resets the connection.
        /// </summary>
        private async ValueTask<(ReadResult Read, bool IsSilent)> WaitAsync(CancellationToken cancellationToken)
        {
            var reading = body.ReadAsync(CancellationToken.None);
            if (reading.IsCompleted)
            {
                return (await reading, false);
            }

            using var silence = new CancellationTokenSource(LongestSilence, time);
            using var ending = silence.Token.UnsafeRegister(End, body);
            using var leaving = cancellationToken.UnsafeRegister(End, body);
            return (await reading, silence.IsCancellationRequested);

            static void End(object? reader) => ((PipeReader)reader!).CancelPendingRead();
        }
    }
}

/// <summary>What reading the body of such a request throws. Not a 408: browsers send a request again for that.</summary>
internal sealed class StalledBodyException() : BadHttpRequestException(
    $"The request's body stopped coming: there was nothing of it for {RequestBodies.LongestSilence.TotalMinutes} minutes.");
