using System.Net;
using Microsoft.Extensions.Options;

namespace Ide.Web.Hosting;

/// <summary>What the options must fulfil together; each failure is one sentence for the person who starts the server.</summary>
internal sealed class ServerOptionsRules : IValidateOptions<ServerOptions>
{
    private const int LeastTokenLength = 16;
    private const int MostOwnerLength = 40;

    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        if (!ListenAddress.TryParse(options.Host, out _))
        {
            return Fail($"--host {options.Host} is neither localhost, * nor an IP address of this machine.");
        }

        if (options.Url is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.PathAndQuery == "/"))
        {
            return Fail($"--url {url} must be an address like https://ide.example.org, without a path.");
        }

        if (options.Provider != "local")
        {
            return Fail($"--provider {options.Provider} is not there: this version makes sandboxes with --provider local.");
        }

        if (options.Token is { } token && (token.Length < LeastTokenLength || token.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            return Fail($"--token must be at least {LeastTokenLength} printable characters without spaces: whoever guesses it owns the server.");
        }

        if (options.Owner.Trim().Length is 0 or > MostOwnerLength)
        {
            return Fail($"--owner must be a name of 1 to {MostOwnerLength} characters.");
        }

        if (options.PreviewDomain is { } domain)
        {
            if (Uri.CheckHostName(domain) != UriHostNameType.Dns)
            {
                return Fail($"--preview-domain {domain} must be a domain name, without scheme or port.");
            }

            if (RegistrableDomain.IsShared(domain, options.Url?.Host ?? "localhost"))
            {
                return Fail(
                    $"--preview-domain {domain} belongs to the same site as {options.Url?.Host ?? "localhost"}: what runs "
                    + "in a preview could then act as the person who looks at it. Use a domain of its own.");
            }
        }

        return ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(string sentence) => ValidateOptionsResult.Fail(sentence);
}

/// <summary>Where <see cref="ServerOptions.Host"/> makes the server listen.</summary>
internal static class ListenAddress
{
    /// <param name="address">Null: loopback, IPv4 and IPv6.</param>
    public static bool TryParse(string host, out IPAddress? address)
    {
        address = null;
        if (host is "localhost")
        {
            return true;
        }

        if (host is "*")
        {
            address = IPAddress.IPv6Any;
            return true;
        }

        return IPAddress.TryParse(host, out address);
    }
}
