using Bench.Measurements;

namespace Bench.Products;

/// <summary>The sandbox's fork server for Python comes up in the background after its first use.</summary>
internal static class ForkServer
{
    /// <summary>A context that takes longer than this was not forked: the imports alone take more.</summary>
    private const double ForkedMilliseconds = 300;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Makes contexts until they come from the fork server.</summary>
    public static async Task WarmAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        double elapsed;
        do
        {
            elapsed = await NewContext.OnceAsync(async () => await ProductInterpreter.StartAsync(sandbox, cancellationToken), cancellationToken);
        }
        while (elapsed > ForkedMilliseconds && Stopwatch.GetElapsedTime(start) < Limit);
    }
}
