namespace Ide.Web.Hosting;

/// <summary>Whether two names are one site to a browser, so that cookies and same-site requests cross between them.</summary>
internal static class RegistrableDomain
{
    /// <summary>
    /// Errs on the side of "shared": there is no list of public suffixes here, so two names under one of those (github.io)
    /// count as one site. Names under <c>localhost</c> never do: cookies of the server are bound to one host.
    /// </summary>
    public static bool IsShared(string one, string other)
    {
        one = Normalise(one);
        other = Normalise(other);
        return !(IsLocal(one) && IsLocal(other)) && Of(one) == Of(other);
    }

    private static bool IsLocal(string name) => name == "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal);

    /// <remarks>Country domains with a second level of their own (co.uk, com.au) are told by its at most three letters.</remarks>
    private static string Of(string name)
    {
        var labels = name.Split('.');
        var size = labels.Length > 2 && labels[^1].Length == 2 && labels[^2].Length <= 3 ? 3 : 2;
        return string.Join('.', labels.TakeLast(size));
    }

    private static string Normalise(string name) => name.TrimEnd('.').ToLowerInvariant();
}
