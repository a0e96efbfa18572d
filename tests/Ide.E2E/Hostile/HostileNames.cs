namespace Ide.E2E.Hostile;

/// <summary>A name that would do harm if anything took it for more than text, and how it is to be read.</summary>
internal sealed record HostileName(string Name, string Shown)
{
    /// <summary>What anything can be called: a person, a context, a terminal, a folder.</summary>
    public static IReadOnlyList<HostileName> ForAll { get; } =
    [
        Plain("<img src=x onerror=window.hostile=1>"),
        Plain("\"><svg onload=window.hostile=1>"),
        Plain("' autofocus onfocus='window.hostile=1"),
        Plain("<script>window.hostile=1"),
        Plain("&lt;svg onload=window.hostile=1&gt;"),
        Plain("javascript:window.hostile=1"),
        Plain("${window.hostile=1}{{window.hostile=1}}"),
        Plain("%3Cimg src=x onerror=window.hostile=1%3E"),
        Plain("\\u003cb onclick=hostile=1\\u003e"),
        Plain("אבג<b onclick=window.hostile=1>"),
        Plain("__proto__"),
        Plain("constructor"),
        Plain("Z" + new string('\u0300', 39)),
        Plain(new string('W', 40)),
    ];

    /// <summary>What a person can call a terminal besides: a character that is none.</summary>
    public static HostileName ForTerminals { get; } = new("caf\uefe9", "caf\\xe9");

    /// <summary>What a program can call a file besides.</summary>
    public static IReadOnlyList<HostileName> ForFiles { get; } =
    [
        .. ForAll,
        new("photo\u202egpj.exe", "photo\\u202egpj.exe"),
        new("two\nlines<b onclick=hostile=1>", "two\\nlines<b onclick=hostile=1>"),
        Plain(new string('W', 200)),
    ];

    private static HostileName Plain(string name) => new(name, name);
}
