using System.Net.Http.Headers;

namespace Bench.Products;

/// <summary>The product as published, on a free port of loopback with a data directory of its own that ends with it.</summary>
internal sealed class ProductServer : IAsyncDisposable
{
    private const string Token = "owner-token-of-the-benchmark";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Daemon _daemon;
    private readonly DirectoryInfo _data;

    private ProductServer(Daemon daemon, DirectoryInfo data, Uri address)
    {
        _daemon = daemon;
        _data = data;
        Address = address;
        Client = Loopback.Client(address, Authorization);
    }

    public static AuthenticationHeaderValue Authorization { get; } = new("Bearer", Token);

    public Uri Address { get; }

    /// <summary>The end of what it has printed.</summary>
    public string Log => _daemon.Log();

    /// <summary>Speaks as the owner.</summary>
    public HttpClient Client { get; }

    public static async Task<ProductServer> StartAsync(CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("ide-bench-");
        var port = Loopback.FreePort();
        var start = Command("dotnet", port, data.FullName);
        start.ArgumentList.Insert(0, Repository.Server);
        start.ArgumentList.Insert(1, "--agent");
        start.ArgumentList.Insert(2, Repository.Agent);
        var server = new ProductServer(Daemon.Start(start), data, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await server._daemon.AnswersAsync(new Uri(server.Address, "/healthz"), StartLimit, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A program that takes the product's options, with those that the benchmark gives.</summary>
    public static ProcessStartInfo Command(string program, int port, string dataDirectory)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = Repository.Root,
            ArgumentList = { "--port", $"{port}", "--data", dataDirectory, "--token", Token },
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("IDE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _daemon.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
