using System.Threading.RateLimiting;
using Ide.Web.Accounts;

namespace Ide.Web.Streaming;

/// <summary>How many messages one person may send, over all their pages.</summary>
internal sealed class MessageLimiter : IDisposable
{
    public const int PerSecond = 50;

    private readonly PartitionedRateLimiter<Id<Person>> _limiter = PartitionedRateLimiter.Create<Id<Person>, Id<Person>>(
        static person => RateLimitPartition.GetTokenBucketLimiter(person, static _ => new()
        {
            TokenLimit = PerSecond,
            TokensPerPeriod = PerSecond / 10,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 0,
        }));

    public bool MaySend(Caller caller)
    {
        using var lease = _limiter.AttemptAcquire(caller.Person.Id);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
