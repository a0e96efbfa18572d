namespace Ide.Web.Hosting;

/// <summary>What the person who starts the server decides: <c>--host</c> or <c>IDE_HOST</c>, and so on.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Ide";

    /// <summary>The address to listen on: <c>localhost</c>, an IP address, or <c>*</c> for all of them.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>0 lets the system pick one.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>The address that people type, where it is not <c>http://localhost:PORT</c>: behind a proxy, or on a network.</summary>
    public Uri? Url { get; set; }

    /// <summary>The domain under which previews get names of their own; null: <c>localhost</c>, on a machine of one's own.</summary>
    public string? PreviewDomain { get; set; }

    /// <summary>The folder of all that must outlive the server.</summary>
    public string Data { get; set; } = ".data";

    /// <summary>The owner's bearer token; null: a random one is made at the first start and kept in the data folder.</summary>
    public string? Token { get; set; }

    /// <summary>The name under which the owner acts and is shown.</summary>
    public string Owner { get; set; } = "owner";

    /// <summary>The folder of the natively compiled Agent and its launcher, which <c>./run</c> builds.</summary>
    public string Agent { get; set; } = Path.Combine(AppContext.BaseDirectory, "agent");

    /// <summary>How sandboxes are made where a request does not say: local.</summary>
    public string Provider { get; set; } = "local";

    /// <summary>What becomes of the sandboxes when the server ends; null: Ctrl+C stops them, SIGTERM keeps them.</summary>
    public OnExit? OnExit { get; set; }
}

/// <summary>What becomes of the sandboxes when the server ends.</summary>
internal enum OnExit
{
    Stop,
    Keep,
}
