using Bench.Peers;
using Bench.Products;

namespace Bench;

/// <summary>The two servers that are measured: each started when the first measurement asks for it, and stopped at the end.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private ProductServer? _product;
    private JupyterServer? _peer;

    /// <summary>The end of what the product has printed, for a failure's message.</summary>
    public string ProductLog => _product?.Log ?? "";

    public async Task<ProductServer> ProductAsync(CancellationToken cancellationToken) =>
        _product ??= await ProductServer.StartAsync(cancellationToken);

    public async Task<JupyterServer> PeerAsync(CancellationToken cancellationToken) =>
        _peer ??= await JupyterServer.StartAsync(cancellationToken);

    /// <summary>A fresh sandbox, so that no measurement meets what another left.</summary>
    /// <param name="network"><c>none</c> or <c>egress</c>.</param>
    public async Task<Sandbox> SandboxAsync(string network, CancellationToken cancellationToken) =>
        await Sandbox.CreateAsync(await ProductAsync(cancellationToken), network, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_peer is not null)
            {
                await _peer.DisposeAsync();
            }
        }
        finally
        {
            if (_product is not null)
            {
                await _product.DisposeAsync();
            }
        }
    }
}
