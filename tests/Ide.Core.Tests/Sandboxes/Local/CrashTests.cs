using Ide.Core.Protocol;
using Ide.Core.Sandboxes;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>
/// A server is killed (kill -9) at moments spread over each operation; the next one finds a sandbox that it can use, or
/// nothing of it.
/// </summary>
public sealed class CrashTests
{
    /// <summary>From the first millisecond to after the operation's usual end.</summary>
    private static readonly int[] Moments = [0, 5, 12, 20, 30, 45, 65, 90, 130, 200];

    public static TheoryData<ServerUser, string> OperationsOfBoth => new MatrixTheoryData<ServerUser, string>(
        [ServerUser.Root, ServerUser.Ordinary], ["create", "wake", "stop", "destroy"]);

    [Theory]
    [MemberData(nameof(OperationsOfBoth))]
    public async Task A_server_killed_in_the_middle_leaves_what_the_next_can_use_or_nothing(ServerUser user, string operation)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = ServerProcess.Start(user, internet.Host);
        var outcomes = new List<string>();
        foreach (var moment in Moments)
        {
            var id = $"{operation}-{moment}";
            var before = await PrepareAsync(server, operation, id);
            var under = server.SendAsync(new(operation, id) { Network = NetworkAccess.Egress });
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            await server.KillAsync();
            outcomes.Add(under.IsCompletedSuccessfully ? "answered" : "cut off");
            await under.ContinueWith(_ => { }, TaskScheduler.Default);

            await server.RestartAsync();

            await AssertUsableOrGoneAsync(server, id, before, operation == "create" || operation == "destroy");
        }

        Assert.Contains("cut off", outcomes);
    }

    [Theory]
    [InlineData(ServerUser.Root)]
    [InlineData(ServerUser.Ordinary)]
    public async Task What_runs_in_a_sandbox_goes_on_while_servers_come_and_go(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = ServerProcess.Start(user, internet.Host);
        await server.CreateAsync("one", NetworkAccess.Egress);
        await server.OutputAsync("one", "export MARK=kept; (while sleep 0.02; do echo tick; done) > ticks &");
        var world = EscapeTests.WorldOf(server, "one");

        for (var n = 0; n < 3; n++)
        {
            await server.KillAsync();
            await server.RestartAsync();
            Assert.Equal(SandboxStatus.Running, (await server.AskAsync("find", "one")).Record!.Status);
            Assert.Equal("kept\nmore\n", await server.OutputAsync("one", "echo $MARK; n=$(wc -l < ticks); until [ $(wc -l < ticks) -gt $n ]; do sleep 0.02; done; echo more"));
            Assert.Equal("world", await server.OutputAsync("one", $"exec 9<>/dev/tcp/{FakeInternet.PublicAddress}/8000; cat <&9"));
        }

        Assert.Equal(world, EscapeTests.WorldOf(server, "one"));
    }

    private static async Task<SandboxRecord?> PrepareAsync(ServerProcess server, string operation, string id)
    {
        if (operation == "create")
        {
            return null;
        }

        var record = (await server.CreateAsync(id, NetworkAccess.Egress)).Record!;
        await server.OutputAsync(id, "echo kept > /workspace/file");
        if (operation == "wake")
        {
            await server.AskAsync("stop", id);
        }

        return record;
    }

    private static async Task AssertUsableOrGoneAsync(ServerProcess server, string id, SandboxRecord? before, bool mayBeGone)
    {
        var record = (await server.AskAsync("find", id)).Record;
        if (record is null)
        {
            Assert.True(mayBeGone, $"{id} is gone.");
            Assert.False(Directory.Exists($"{server.Data}/sandboxes/{id}"), $"The directory of {id} is still there.");
            AssertNothingLeft(server, id, before?.HostUser);
            return;
        }

        Assert.True(record.Status is SandboxStatus.Running or SandboxStatus.Stopped, $"{id} is {record.Status}: {record.Reason}");
        await server.AskAsync("wake", id);
        Assert.Equal(before is null ? "alive\n" : "kept\n", await server.OutputAsync(id, before is null ? "echo alive" : "cat /workspace/file"));
        await server.AskAsync("destroy", id);
        AssertNothingLeft(server, id, record.HostUser);
    }

    private static void AssertNothingLeft(ServerProcess server, string id, int? hostUser) =>
        Assert.Empty(Leftovers.Of(id, server.Data, hostUser ?? server.User, server.Pid));
}
