namespace Bench.Reports;

/// <summary>The table as it grows, a line a measurement, for whoever waits.</summary>
internal static class ConsoleTable
{
    public static void Write(Outcome outcome)
    {
        var unit = outcome.Subject.Unit;
        var figures = $"{outcome.Subject.Key,-22} {Figures.Median(outcome.Product),8} {unit.Name,-4} p99 {Figures.P99(outcome.Product, unit),-8} n {Figures.Count(outcome.Product),-10} {Figures.Verdict(outcome)}";
        if (outcome.Peer is not null)
        {
            figures += $"   [Jupyter {Figures.Median(outcome.Peer)}, p99 {Figures.P99(outcome.Peer, unit)}, n {Figures.Count(outcome.Peer)}]";
        }

        if (outcome.OthersBusy >= HostLoad.Quiet)
        {
            figures += $"   (others used {outcome.OthersBusy:P0} of the processors)";
        }

        Console.WriteLine(figures);
        WriteFailure("product", outcome.Product);
        WriteFailure("Jupyter", outcome.Peer);
    }

    private static void WriteFailure(string who, Side? side)
    {
        if (side is Side.Failed failed)
        {
            Console.WriteLine($"  FAILED ({who}): {failed.Why}");
        }
    }
}
