using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Ide.Core.Sandboxes.Local;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>Where no sandbox can be made, one sentence says why and what to do.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void An_Agent_that_was_not_built_is_named()
    {
        var data = Directory.CreateTempSubdirectory("ide-core-");

        var refusal = Assert.Throws<AgentException>(() => new LocalProvider(new(data.FullName), data.FullName, data.FullName));

        Assert.Equal(ErrorCode.SandboxUnavailable, refusal.Code);
        Assert.Equal(
            $"The sandbox's program {data}/Agent is missing: build it with ./run, or name its folder with --agent.", refusal.Message);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_bubblewrap_the_package_is_named()
    {
        await using var server = ServerProcess.Start(before: "mount -t tmpfs none /usr/bin");

        Assert.Contains(
            "Sandboxes need bubblewrap: install the package bubblewrap.", await LastWordsAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_user_namespaces_are_forbidden_the_setting_is_named()
    {
        await using var server = ServerProcess.Start(
            before: "exec unshare --user --map-root-user sh -c 'echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"' sh \"$@\"");

        Assert.Contains(
            "Sandboxes need user namespaces, which this machine forbids: set the sysctl user.max_user_namespaces to 10000.",
            await LastWordsAsync(server),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_with_room_the_same_request_succeeds()
    {
        await using var server = ServerProcess.Start(before: "mount -t tmpfs -o size=40m none $SERVER_DATA");
        var filler = $"/proc/{server.Pid}/root{server.Data}/filler";
        await server.AskAsync("adopt");
        await File.WriteAllBytesAsync(filler, new byte[4096], TestContext.Current.CancellationToken);
        Fill(filler);

        var refusal = await server.SendAsync(new("create", "one"));
        File.Delete(filler);

        Assert.Equal("NoSpace: No room is left on the disk of the server's data directory: free some and try again.", refusal.Error);
        await server.CreateAsync("one");
        Assert.Equal("alive\n", await server.OutputAsync("one", "echo alive"));
        await server.AskAsync("destroy", "one");
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var page = new byte[4096]; ;)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<string> LastWordsAsync(ServerProcess server) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => server.SendAsync(new("adopt")))).Message;
}
