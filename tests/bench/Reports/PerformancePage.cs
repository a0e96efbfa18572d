using System.Globalization;
using System.Text;

namespace Bench.Reports;

/// <summary>Writes the figures into docs/performance.md, between two marks; what stands around them is written by people.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- Written by ./bench from here -->";
    private const string End = "<!-- to here -->";

    private static string FilePath => Path.Combine(Repository.Root, "docs/performance.md");

    /// <summary>Fails where the page could not be written: said before ten minutes of measuring, not after them.</summary>
    public static void Check() => Read();

    /// <param name="paceBefore">What <see cref="Pace"/> measured before the figures.</param>
    /// <param name="paceAfter">And after them.</param>
    public static void Write(Report report, double paceBefore, double paceAfter)
    {
        var (before, after) = Read();
        File.WriteAllText(FilePath, $"{before}{Begin}\n\n{Compose(report, paceBefore, paceAfter)}\n{after}");
    }

    private static (string Before, string After) Read()
    {
        var page = File.ReadAllText(FilePath);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? (page[..begin], page[end..])
            : throw new InvalidOperationException($"{FilePath} does not hold the two marks that the figures stand between.");
    }

    private static string Compose(Report report, double paceBefore, double paceAfter)
    {
        var machine = report.Machine;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured on {report.At:yyyy-MM-dd HH:mm} UTC: {machine.Processor}, {machine.Processors} processors, "
            + $"{machine.MemoryGigabytes:0.#} GB of memory, {machine.System}, {machine.Kernel}, {machine.Runtime}. "
            + $"A fixed calculation of one processor took {paceBefore:0} ms before the figures and {paceAfter:0} ms after them.");
        text.AppendLine();
        WriteFigures(text, report.Outcomes);
        WriteLoad(text, report.Outcomes);
        WriteFailures(text, report.Outcomes);
        WriteHow(text, report.Outcomes);
        return text.ToString();
    }

    private static void WriteFigures(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        text.AppendLine("| what | unit | to reach | median | p99 | | repeated (warm-up) | Jupyter median | p99 | repeated (warm-up) |");
        text.AppendLine("| --- | --- | --- | ---: | ---: | --- | --- | ---: | ---: | --- |");
        foreach (var outcome in outcomes)
        {
            var (subject, product, peer) = (outcome.Subject, outcome.Product, outcome.Peer);
            string[] cells =
            [
                subject.Title + (outcome.OthersBusy >= HostLoad.Quiet ? " †" : ""), subject.Unit.Name, Figures.Goal(subject.Goal),
                Figures.Median(product), Figures.P99(product, subject.Unit), Figures.Verdict(outcome), Figures.Count(product),
                Figures.Median(peer), Figures.P99(peer, subject.Unit), Figures.Count(peer),
            ];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |");
        }

        text.AppendLine();
    }

    private static void WriteLoad(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        var loaded = outcomes.Where(static outcome => outcome.OthersBusy >= HostLoad.Quiet).ToList();
        text.AppendLine(loaded.Count == 0
            ? "Nothing else used the machine: before and after each measurement its processors were less than 10 % busy."
            : "† Under load: just before or after, other programs, or what the measurement left to do, kept this share of the processors busy: "
                + string.Join(", ", loaded.Select(static outcome =>
                    string.Create(CultureInfo.InvariantCulture, $"{outcome.Subject.Key} {outcome.OthersBusy * 100:0} %"))) + ".");
        text.AppendLine();
    }

    private static void WriteFailures(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            foreach (var failed in new[] { outcome.Product, outcome.Peer }.OfType<Side.Failed>())
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"**{outcome.Subject.Key} failed:** {failed.Why.Split('\n')[0]}");
                text.AppendLine();
            }
        }
    }

    private static void WriteHow(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        text.AppendLine("### How each is measured");
        text.AppendLine();
        foreach (var subject in outcomes.Select(static outcome => outcome.Subject))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- **`{subject.Key}`**: {subject.How}");
        }
    }
}
