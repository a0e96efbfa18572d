using System.Runtime.InteropServices;
using Bench;
using Bench.Reports;

if (args is [var option, ..] && option.StartsWith('-') || args.Length > 1)
{
    Console.Error.WriteLine("Usage: ./bench [WORD]   measures everything, or what has WORD in its name:");
    Console.Error.WriteLine(string.Join(' ', Catalog.All.Select(static measurement => measurement.Subject.Key)));
    return 2;
}

var word = args.FirstOrDefault() ?? "";
var chosen = Catalog.All.Where(measurement => measurement.Subject.Key.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"Nothing that is measured has \"{word}\" in its name.");
    return 2;
}

var isWhole = chosen.Count == Catalog.All.Count;
if (isWhole)
{
    PerformancePage.Check();
}

using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var report = new Report(MachineFacts.Read(), DateTimeOffset.UtcNow);
var paceBefore = isWhole ? Pace.Measure() : 0;
try
{
    await using var rig = new Rig();
    var run = new BenchRun(rig);
    foreach (var measurement in chosen)
    {
        var outcome = await run.MeasureAsync(measurement, stopping.Token);
        report.Add(outcome);
        ConsoleTable.Write(outcome);
    }
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

if (isWhole)
{
    PerformancePage.Write(report, paceBefore, Pace.Measure());
}

return report.Failed ? 1 : 0;

// What was started is stopped in order, whoever ends the benchmark.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
