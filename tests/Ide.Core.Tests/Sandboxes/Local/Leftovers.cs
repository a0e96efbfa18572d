using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>What there still is of a sandbox on this machine, looked for from outside, without the code under test.</summary>
internal static class Leftovers
{
    /// <param name="data">The server's data directory.</param>
    /// <param name="user">Whom the sandbox's processes run as.</param>
    /// <param name="except">A process of that user that is none of the sandbox's: the server.</param>
    public static IReadOnlyList<string> Of(string id, string data, int? user, int except = 0) =>
        [.. Processes(id, user, except), .. Named("/proc/net/unix", id, data), .. Groups(id, data), .. Named("/proc/self/mountinfo", id, data)];

    private static IEnumerable<string> Processes(string id, int? user, int except)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out var pid) && pid != except))
        {
            string status, words;
            try
            {
                status = File.ReadAllText(Path.Combine(directory, "status"));
                words = File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            var isZombie = status.Contains("State:\tZ", StringComparison.Ordinal);
            var isOfUser = user is { } number && status.Contains($"Uid:\t{number.ToString(CultureInfo.InvariantCulture)}\t", StringComparison.Ordinal);
            if (!isZombie && isOfUser)
            {
                yield return $"process {Path.GetFileName(directory)} of {id}: {words}";
            }
        }
    }

    private static IEnumerable<string> Named(string list, string id, string data) =>
        File.ReadLines(list).Where(line => line.Contains($"{data}/sandboxes/{id}/", StringComparison.Ordinal));

    private static IEnumerable<string> Groups(string id, string data)
    {
        var server = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..8];
        return new[] { "memory/", "pids/", "cpu/", "cpuacct/", "" }
            .Select(hierarchy => $"/sys/fs/cgroup/{hierarchy}ide/{id}.{server}")
            .Where(Directory.Exists);
    }
}
