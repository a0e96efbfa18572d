using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Sandboxes;
using Ide.Core.Tests.Sandboxes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ide.Core.Tests.Agents;

public sealed class ContractTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ide-contract-");
    private FakeProvider _provider = null!;
    private SandboxLifecycle _lifecycle = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync();
        _lifecycle = new(new(_data.FullName), _provider, TimeProvider.System, NullLogger<SandboxLifecycle>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _lifecycle.Dispose();
        await _provider.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Contract.Version)]
    [InlineData(Contract.Version - 1)]
    public async Task An_agent_of_this_contract_or_of_the_one_before_is_taken_for_what_it_says(int version)
    {
        _provider.ContractVersion = version;

        var made = await _lifecycle.CreateAsync(new(), "ann", Stop);

        Assert.Equal(version, _lifecycle.FindRunning(made.Id)!.Hello.ContractVersion);
    }

    [Theory]
    [InlineData(Contract.Version + 1)]
    [InlineData(Contract.Version - 2)]
    public async Task An_agent_of_any_other_contract_is_refused_with_what_to_do(int version)
    {
        _provider.ContractVersion = version;

        var refusal = await Assert.ThrowsAsync<AgentException>(() => _lifecycle.CreateAsync(new(), "ann", Stop));

        Assert.Equal(ErrorCode.SandboxUnavailable, refusal.Code);
        Assert.Contains("stop the sandbox and start it again", refusal.Message, StringComparison.Ordinal);
    }
}
