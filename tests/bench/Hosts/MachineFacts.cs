using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Hosts;

/// <summary>The machine that the figures are from, as a reader must know it to compare them with theirs.</summary>
internal sealed record MachineFacts(string Processor, int Processors, double MemoryGigabytes, string Kernel, string System, string Runtime)
{
    public static MachineFacts Read() => new(
        Field("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        long.Parse(Field("/proc/meminfo", "MemTotal", ':')!.Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e9,
        RuntimeInformation.OSDescription,
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "Linux",
        RuntimeInformation.FrameworkDescription);

    private static string? Field(string file, string name, char separator) =>
        File.ReadLines(file)
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(separator) + 1)..].Trim())
            .FirstOrDefault();
}
