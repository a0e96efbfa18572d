using System.Runtime.InteropServices;

namespace Agent.Runs;

/// <summary>
/// Tells two requests under one run id apart: FNV-1a of their parts. Guards against mistakes, not against malice: whoever
/// may start a run may as well join it.
/// </summary>
internal static class RunFingerprint
{
    /// <summary>Words as one part; no word holds a NUL.</summary>
    public static string? Join(IEnumerable<string>? words) => words is null ? null : string.Join('\0', words);

    /// <summary>Variables as one part, in whatever order they come.</summary>
    public static string? Join(IEnumerable<KeyValuePair<string, string?>>? variables) => Join(
        variables?.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value is null ? one.Key : $"{one.Key}={one.Value}"));

    public static ulong Of(params ReadOnlySpan<string?> parts)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in parts)
        {
            foreach (var value in MemoryMarshal.AsBytes(part.AsSpan()))
            {
                hash = (hash ^ value) * 1099511628211UL;
            }

            // Keeps ("a", "b"), ("ab", "") and (null, "ab") apart: no UTF-16 text has an odd number of bytes.
            hash = (hash ^ (part is null ? 1UL : 2UL)) * 1099511628211UL;
        }

        return hash;
    }
}
