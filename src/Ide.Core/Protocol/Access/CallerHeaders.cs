namespace Ide.Core.Protocol.Access;

/// <summary>
/// How the web server tells the Agent who calls. The web server removes every <c>Ide-*</c> header that a client sent
/// before it sets these, so the Agent may believe them: nobody else reaches its socket.
/// </summary>
public static class CallerHeaders
{
    /// <summary>Every header with this prefix is the web server's own.</summary>
    public const string Prefix = "Ide-";

    /// <summary>The caller's display name, percent-encoded UTF-8: the <c>actor</c> of all events that the call causes.</summary>
    public const string Actor = "Ide-Actor";

    /// <summary>The caller's <see cref="Access.Role"/> in this sandbox, in its wire form.</summary>
    public const string Role = "Ide-Role";

    /// <summary>The journal's seq after which the caller may read; absent: everything.</summary>
    public const string HistoryAfter = "Ide-History-After";

    /// <summary>The sandbox's secret, which proves that the caller is the server that started the Agent.</summary>
    public const string Secret = "Ide-Secret";
}
