using System.Net;
using System.Threading.RateLimiting;

namespace Ide.Web.Accounts;

/// <summary>
/// Slows down who tries codes and tokens at the sign-in page: after so many wrong ones from one address, none from there is
/// looked at for a while.
/// </summary>
internal sealed class GuessLimiter : IDisposable
{
    public const int WrongOnes = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        static address => RateLimitPartition.GetFixedWindowLimiter(address, static _ => new()
        {
            PermitLimit = WrongOnes,
            Window = Window,
            QueueLimit = 0,
        }));

    /// <summary>Whether an attempt from this address is looked at.</summary>
    public bool MayTry(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(AddressOf(context), permitCount: 0);
        return lease.IsAcquired;
    }

    public void CountWrong(HttpContext context) => _limiter.AttemptAcquire(AddressOf(context)).Dispose();

    public void Dispose() => _limiter.Dispose();

    /// <remarks>Behind a proxy all share its address: no header that a client could write itself is believed.</remarks>
    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;
}
