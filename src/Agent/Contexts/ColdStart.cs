namespace Agent.Contexts;

/// <summary>
/// Which variables an interpreter reads only when it starts: a context that has another value of one than the fork server
/// cannot be forked from it.
/// </summary>
internal static class ColdStart
{
    private static readonly string[] Names = ["HOME", "PATH", "LANG", "LANGUAGE", "MPLCONFIGDIR", "MPLBACKEND", "IPYTHONDIR", "GLIBC_TUNABLES"];

    private static readonly string[] Prefixes = ["PYTHON", "LC_", "LD_", "OMP_", "MKL_", "OPENBLAS_", "BLIS_", "NUMEXPR_", "GOTO_", "MALLOC_", "NPY_"];

    public static bool Allows(IReadOnlyDictionary<string, string> server, IReadOnlyDictionary<string, string> context) =>
        server.Keys.Union(context.Keys).Where(IsReadAtStart).All(name =>
            server.TryGetValue(name, out var there) && context.TryGetValue(name, out var here) && there == here);

    private static bool IsReadAtStart(string name) =>
        Names.Contains(name, StringComparer.Ordinal) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
