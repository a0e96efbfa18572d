using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// Gives each sandbox of a server that runs as root an unprivileged user of the host of its own. The number only ever
/// rises, so that no later sandbox owns what an earlier one left behind.
/// </summary>
internal sealed class HostUsers(string dataDirectory) : IDisposable
{
    /// <summary>
    /// Where the first sandbox's number is drawn from: above what people, services, directories (SSSD), subordinate ids and
    /// container managers are given. Drawn, so that two servers of one machine do not give the same.
    /// </summary>
    private const int Lowest = 2_001_000_000;

    private const int Highest = 2_100_000_000;

    /// <summary>So many numbers are reserved with one write.</summary>
    private const int AtOnce = 64;

    private readonly string _path = Path.Combine(dataDirectory, "next-user");
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _next;
    private int _reserved;

    public void Dispose() => _gate.Dispose();

    /// <summary>A user that no sandbox had before; null when the server is no root and everything is its own user's.</summary>
    public async Task<int?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!HostCalls.IsRoot)
        {
            return null;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_next == _reserved)
            {
                await ReserveAsync(cancellationToken).ConfigureAwait(false);
            }

            return _next++;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>On disk before any of them is used: after a crash numbers are wasted, never given twice.</summary>
    private async Task ReserveAsync(CancellationToken cancellationToken)
    {
        var first = File.Exists(_path)
            ? int.Parse(await File.ReadAllTextAsync(_path, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(Lowest, Highest);
        if (first > int.MaxValue - AtOnce)
        {
            throw new AgentException(ErrorCode.QuotaExceeded, "This server has made as many sandboxes as it has users for.");
        }

        await AtomicFile.WriteAsync(_path, Encoding.ASCII.GetBytes($"{first + AtOnce}"), cancellationToken).ConfigureAwait(false);
        (_next, _reserved) = (first, first + AtOnce);
    }
}
