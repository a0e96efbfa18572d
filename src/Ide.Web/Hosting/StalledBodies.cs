using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Ide.Web.Hosting;

/// <summary>
/// Ends a request whose body stops coming half way. Only the time counts in which the server waits for a byte that the client does
/// not send: who sends slowly, or is held up because the sandbox does not take more, may take as long as it needs.
/// </summary>
internal sealed class StalledBodies(RequestDelegate next, TimeProvider time)
{
    /// <summary>Longer than it takes to change a network, or to find a lost one again.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            context.Request.Body = new LivingBody(context.Request.BodyReader, time);
        }

        return next(context);
    }

    /// <summary>A body that fails when its client is silent for too long.</summary>
    private sealed class LivingBody(PipeReader body, TimeProvider time) : Stream
    {
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
            while (true)
            {
                var read = await ReadAsync(cancellationToken);
                if (read.IsCanceled)
                {
                    body.AdvanceTo(read.Buffer.Start);
                    throw new StalledBodyException();
                }

                // Nothing of what was read may be looked at after it was given back.
                var isEmpty = read.Buffer.IsEmpty;
                var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
                var piece = read.Buffer.Slice(0, count);
                piece.CopyTo(buffer.Span);
                body.AdvanceTo(piece.End);
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

        /// <summary>Canceled when nothing came in time. Kestrel's reader must end its read by itself to be able to go on with the connection.</summary>
        private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
        {
            var reading = body.ReadAsync(cancellationToken);
            if (reading.IsCompleted)
            {
                return await reading;
            }

            using var silence = new CancellationTokenSource(LongestSilence, time);
            using var ending = silence.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), body);
            return await reading;
        }
    }
}

/// <summary>What reading the body of such a request throws. Not a 408: browsers send a request again for that.</summary>
internal sealed class StalledBodyException() : BadHttpRequestException(
    $"The request's body stopped coming: there was nothing of it for {StalledBodies.LongestSilence.TotalMinutes} minutes.");
