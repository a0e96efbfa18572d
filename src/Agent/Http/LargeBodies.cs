using Ide.Core.Protocol.Errors;

namespace Agent.Http;

/// <summary>
/// How much of JSON bodies over 1 MiB is in memory at once: each costs several times its size, and an Agent that runs out of
/// memory takes everything in its sandbox with it. Who finds no room waits in line, and after a while is refused.
/// </summary>
internal static class LargeBodies
{
    public const int SmallBytes = 1 << 20;

    /// <summary>Two of the largest bodies.</summary>
    private const int RoomMegabytes = 64;

    /// <summary>What a body of this size leaves behind is collected at once: a few milliseconds, of the many that it took itself.</summary>
    private const int CollectedMegabytes = 8;

    /// <summary>As long as the web server waits for a body that has stopped coming, which may hold the room.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly SemaphoreSlim Room = new(RoomMegabytes);

    /// <summary>Held by the first in line: two who each have half of what they need would wait for each other.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    /// <returns>To be disposed when the body, and what was made of it, is not needed any more.</returns>
    /// <exception cref="AgentException">TOO_MANY_REQUESTS.</exception>
    public static async Task<IDisposable> EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        var stay = new Stay();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await Turn.WaitAsync(patience.Token);
            try
            {
                for (var left = Math.Clamp(bytes >> 20, 1, RoomMegabytes); left > 0; left--)
                {
                    await Room.WaitAsync(patience.Token);
                    stay.Megabytes++;
                }
            }
            finally
            {
                Turn.Release();
            }

            return stay;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            stay.Dispose();
            throw new AgentException(
                ErrorCode.TooManyRequests, "Too many large requests are being taken in already; try again, or use /api/files/raw, which takes any number.");
        }
        catch
        {
            stay.Dispose();
            throw;
        }
    }

    private sealed class Stay : IDisposable
    {
        public int Megabytes { get; set; }

        public void Dispose()
        {
            if (Megabytes == 0)
            {
                return;
            }

            if (Megabytes >= CollectedMegabytes)
            {
                // The collector lets several hundred MB of such arrays and strings come together before it looks at them.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            }

            Room.Release(Megabytes);
            Megabytes = 0;
        }
    }
}
