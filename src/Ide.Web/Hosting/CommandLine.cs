using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ide.Web.Hosting;

/// <summary>The server's switches and the environment variables of the same names, as settings of <see cref="ServerOptions"/>.</summary>
internal static class CommandLine
{
    private static readonly (string Switch, string Setting, string Help)[] Switches =
    [
        ("host", nameof(ServerOptions.Host), "address to listen on: localhost (default), an IP address, or * for all"),
        ("port", nameof(ServerOptions.Port), "port to listen on, 8080 by default"),
        ("url", nameof(ServerOptions.Url), "the address that people use, behind a proxy or from other machines"),
        ("preview-domain", nameof(ServerOptions.PreviewDomain), "domain of the previews; not the one of --url"),
        ("data", nameof(ServerOptions.Data), "folder of everything that is kept, .data by default"),
        ("token", nameof(ServerOptions.Token), "the owner's bearer token for programs, instead of a random one"),
        ("owner", nameof(ServerOptions.Owner), "the owner's name"),
        ("agent", nameof(ServerOptions.Agent), "folder of the compiled Agent; agent beside the server by default"),
        ("provider", nameof(ServerOptions.Provider), "how sandboxes are made: local"),
        ("on-exit", nameof(ServerOptions.OnExit), "stop or keep the sandboxes; by default Ctrl+C stops, SIGTERM keeps them"),
    ];

    public static string Usage { get; } =
        "Usage: Ide.Web [options]\n\n"
        + string.Concat(Switches.Select(option => $"  {"--" + option.Switch,-18} {option.Help}\n"))
        + "\nEach is also an environment variable: --preview-domain is IDE_PREVIEW_DOMAIN.\n";

    /// <summary>Settings by configuration key. What is on the command line wins over the environment.</summary>
    /// <param name="settings">The settings; empty when the line is refused.</param>
    /// <param name="rest">What is ASP.NET's own: <c>--contentRoot=…</c> and whole keys, <c>--Logging:LogLevel:Default=Debug</c>.</param>
    /// <param name="refusal">A sentence about the first switch that makes no sense.</param>
    public static bool TryRead(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment,
        out Dictionary<string, string?> settings,
        out List<string> rest,
        [NotNullWhen(false)] out string? refusal)
    {
        (settings, rest, refusal) = ([], [], null);
        foreach (var (name, setting, _) in Switches)
        {
            var variable = "IDE_" + name.Replace('-', '_').ToUpperInvariant();
            if (environment(variable) is { Length: > 0 } value)
            {
                settings[Key(setting)] = value;
                refusal ??= Complaint(variable, setting, value);
            }
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            if (IsFrameworks(arguments[i]))
            {
                rest.Add(arguments[i]);
                continue;
            }

            var (name, value) = arguments[i].IndexOf('=', StringComparison.Ordinal) is > 0 and var split
                ? (arguments[i][..split], arguments[i][(split + 1)..])
                : (arguments[i], null);
            var known = Array.Find(Switches, option => "--" + option.Switch == name);
            if (known.Switch is null)
            {
                refusal = $"{name} is not an option of this server; --help lists them.";
            }
            else if (value is null && (++i == arguments.Count || (value = arguments[i]).StartsWith("--", StringComparison.Ordinal)))
            {
                refusal = $"{name} needs a value.";
            }

            refusal ??= Complaint(name, known.Setting, value!);
            if (refusal is not null)
            {
                break;
            }

            settings[Key(known.Setting)] = value;
        }

        if (refusal is not null)
        {
            settings = [];
        }

        return refusal is null;
    }

    /// <summary>What is wrong with a value that is no text; null when nothing is. The rest <see cref="ServerOptionsRules"/> says.</summary>
    private static string? Complaint(string name, string setting, string value) => setting switch
    {
        nameof(ServerOptions.Port) when !ushort.TryParse(value, CultureInfo.InvariantCulture, out _) => $"{name} {value} is not a port: expected 0 to 65535.",
        nameof(ServerOptions.Url) when !Uri.TryCreate(value, UriKind.Absolute, out _) => $"{name} {value} must be an address like https://ide.example.org.",
        nameof(ServerOptions.OnExit) when !Enum.GetNames<OnExit>().Contains(value, StringComparer.OrdinalIgnoreCase) => $"{name} {value} must be stop or keep.",
        _ => null,
    };

    /// <remarks>Keys of configuration have capitals, our switches have none.</remarks>
    private static bool IsFrameworks(string argument) =>
        argument.Split('=') is [{ } name, _, ..] && (name.Any(char.IsAsciiLetterUpper) || name == "--environment");

    private static string Key(string setting) => $"{ServerOptions.Section}:{setting}";
}
