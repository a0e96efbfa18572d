namespace Bench;

/// <summary>
/// Does the measurements one after another, the product and then its peer for each, so that both meet the same machine.
/// </summary>
internal sealed class BenchRun(Rig rig)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public async Task<Outcome> MeasureAsync(IMeasurement measurement, CancellationToken cancellationToken)
    {
        var busyBefore = await HostLoad.WaitForQuietAsync(cancellationToken);
        var product = await SideAsync(token => measurement.OfProductAsync(rig, token), cancellationToken);
        var peer = await SideAsync(token => measurement.OfPeerAsync(rig, token), cancellationToken);
        var busyAfter = await HostLoad.LookAsync(cancellationToken);
        return new Outcome(measurement.Subject, product!, peer, Math.Max(busyBefore, busyAfter));
    }

    private async Task<Side?> SideAsync(Func<CancellationToken, Task<Samples>?> measure, CancellationToken cancellationToken)
    {
        using var within = Deadline.Within(Limit, cancellationToken);
        try
        {
            return measure(within.Token) is { } samples ? new Side.Measured(await samples) : null;
        }
        catch (PeerCannotException unable)
        {
            return new Side.Unable(unable.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Side.Failed($"It was not done within {Limit.TotalMinutes} minutes.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new Side.Failed(failure is WrongAnswerException ? failure.Message : $"{failure}\nThe product's last words:\n{rig.ProductLog}");
        }
    }
}
