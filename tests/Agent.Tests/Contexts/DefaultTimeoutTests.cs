using Agent.Tests.Hosting;

namespace Agent.Tests.Contexts;

/// <summary>The time that code has when it brings none: ten minutes as configured, here much less.</summary>
public sealed class DefaultTimeoutTests
{
    [Fact]
    public async Task Code_without_a_limit_of_its_own_gets_the_sandboxs_one_and_zero_means_none()
    {
        await using var app = new AgentApp { CommandTimeoutMs = 400 };
        await app.InitializeAsync();
        var code = new CodeClient(app);
        var context = await code.CreateAsync();
        const string slow = "import time\ntime.sleep(1)\n'done'";
        var late = await code.RunAsync(slow, context);
        Assert.Equal("TimeoutError", (string?)CodeClient.Only(late, "error")["ename"]);
        Assert.True((bool?)CodeClient.Only(late, "execution_complete")["timedOut"]);
        Assert.Equal("'done'", (string?)(await code.ResultAsync(slow, context, new { timeoutMs = 0 }))["text"]);
        Assert.Equal("'done'", (string?)(await code.ResultAsync(slow, context, new { timeoutMs = 20_000 }))["text"]);
        var patient = await code.CreateAsync(new { timeoutMs = 20_000 });
        Assert.Equal("'done'", (string?)(await code.ResultAsync(slow, patient))["text"]);
    }
}
