using System.Text.Json;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>What ten million printed lines do to somebody's page, and to somebody else's terminal meanwhile.</summary>
internal static class BrowserFlood
{
    private const int Lines = 10_000_000;

    /// <summary>Between two keystrokes, as of somebody who types on while the flood goes on.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Collects long tasks and the heap, every quarter second, until <c>stopWatching</c> asks.</summary>
    private const string Watch =
        """
        () => {
          const tasks = [], heaps = [];
          new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: "longtask" });
          const timer = setInterval(() => heaps.push(performance.memory.usedJSHeapSize), 250);
          window.stopWatching = () => { clearInterval(timer); return { tasks, heaps }; };
        }
        """;

    private const string How =
        "One page of the sandbox in Chromium shows the stream while a run prints 10,000,000 lines, until the page shows the last "
        + "one and the run's end. One flood for the three lines of this table.";

    /// <summary>One flood is enough for all three.</summary>
    private static Task<Seen>? _seen;

    public static IEnumerable<IMeasurement> Cases { get; } =
    [
        new Case(
            new("browser-flood-task", "ten million lines: longest task in the page's main thread", Unit.Milliseconds, new Goal(P99: 200), $"{How} Tasks above 50 ms, as the browser's long-task observer tells them."),
            static seen => seen.Tasks),
        new Case(
            new("browser-flood-heap", "ten million lines: the page's heap", Unit.Megabytes, new Goal(P99: 300), $"{How} `performance.memory`, four times a second."),
            static seen => seen.HeapMegabytes),
        new Case(
            new("browser-flood-echo", "ten million lines: keystroke to echo in a terminal of the same sandbox", Unit.Milliseconds, new Goal(P95: 100), $"{How} Meanwhile somebody else types into a terminal, a key every 50 ms."),
            static seen => seen.EchoMilliseconds),
    ];

    private static async Task<Seen> FloodAsync(Rig rig, CancellationToken cancellationToken)
    {
        var product = await rig.ProductAsync(cancellationToken);
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await using var terminal = await ProductTerminal.OpenAsync(sandbox, cancellationToken);
        await terminal.SettleAsync(cancellationToken);
        await using var browser = await BrowserPage.SignInAsync(product, sandbox, cancellationToken);
        await browser.ShowsThePresentAsync();
        await browser.Page.EvaluateAsync(Watch);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var typing = TypeAsync(terminal, over.Token);
        await sandbox.StreamAsync(
            "api/execute/code", new { code = $"for i in range({Lines}): print('line', i)", timeoutMs = 0 }, static _ => { }, cancellationToken);
        await browser.Page.GetByText($"line {Lines - 1}", new() { Exact = true }).WaitForAsync();
        await over.CancelAsync();
        var echoes = await typing;
        var watched = await browser.Page.EvaluateAsync<JsonElement>("window.stopWatching()");
        return new(
            // No long task at all is the best that can be, and a figure too.
            [.. Numbers(watched, "tasks").DefaultIfEmpty(0)],
            [.. Numbers(watched, "heaps").Select(static bytes => bytes / 1e6)],
            echoes);
    }

    private static IEnumerable<double> Numbers(JsonElement watched, string name) =>
        watched.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble());

    private static async Task<List<double>> TypeAsync(ProductTerminal terminal, CancellationToken over)
    {
        var echoes = new List<double>();
        while (!over.IsCancellationRequested)
        {
            echoes.Add(await Repeat.MillisecondsAsync(async () =>
            {
                await terminal.SendAsync("x"u8.ToArray(), CancellationToken.None);
                await terminal.ReadUntilAsync("x", expectedBytes: 16, CancellationToken.None);
            }));
            await terminal.TypeAsync("\u007f", CancellationToken.None);
            await terminal.ReadUntilAsync("\u001b[K", expectedBytes: 16, CancellationToken.None);
            await Task.Delay(Pause, CancellationToken.None);
        }

        return echoes;
    }

    private sealed record Seen(IReadOnlyList<double> Tasks, IReadOnlyList<double> HeapMegabytes, IReadOnlyList<double> EchoMilliseconds);

    private sealed class Case(Subject subject, Func<Seen, IReadOnlyList<double>> values) : IMeasurement
    {
        public Subject Subject => subject;

        public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken) =>
            new(values(await (_seen ??= FloodAsync(rig, cancellationToken))), Warmup: 0);
    }
}
