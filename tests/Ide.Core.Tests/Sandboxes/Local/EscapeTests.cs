using System.Globalization;
using System.Text.Json;
using Ide.Core.Sandboxes;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>User code plays the attacker, in sandboxes of a server that is root and of one that is not.</summary>
public sealed class EscapeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<ServerUser> Both => [ServerUser.Root, ServerUser.Ordinary];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task User_code_sees_no_process_but_its_own_and_the_launcher(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);

        var names = await server.OutputAsync("one", "cat /proc/[0-9]*/comm | sort -u");

        Assert.Empty(Lines(names).Except(["bash", "cat", "ide-launcher", "sort"]));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Killing_everything_that_can_be_killed_leaves_the_Agent_and_the_next_command(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        var before = WorldOf(server, "one");

        // The shell may die of it itself: whatever the answer is, there must be one.
        await server.SendAsync(new("execute", "one", "for pid in $(seq 1 40000); do [ $pid = $$ ] || kill -9 $pid 2>/dev/null; done; kill -9 -1; kill -9 $$"));

        Assert.Equal("alive\n", await server.OutputAsync("one", "echo alive"));
        Assert.Equal(before, WorldOf(server, "one"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nothing_of_the_host_the_Agent_or_another_sandbox_is_in_reach_of_a_path(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        await server.CreateAsync("two");
        await server.OutputAsync("two", "echo other > /workspace/other");
        string[] paths =
        [
            "/etc/shadow", "/etc/gshadow", "/root", "/state", "/config", "/agent", "/files", "/oldroot", "/mnt", "/boot", "/sys", "/srv",
            "/proc/1/root/etc/shadow", "/proc/1/root/state", "/proc/1/cwd/state", server.Data, $"{server.Data}/sandboxes/two/files/workspace/other",
            $"{server.Data}/sandboxes/one/run/agent.sock", "/dev/mem", "/dev/kmsg", "/dev/net", "/dev/vda", "/dev/sda", "/dev/fuse", "/dev/kvm",
        ];

        var found = await server.OutputAsync("one", $"for path in {string.Join(' ', paths)}; do [ -e $path ] && echo $path; done; true");

        Assert.Equal("", found);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Neither_the_secret_nor_the_servers_environment_can_be_read_anywhere(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        var secret = (await server.AskAsync("find", "one")).Record!.Secret;

        // In two halves, so that the search does not find itself.
        var search = $"""
            import os
            needles = [b'{secret[..20]}' + b'{secret[20..]}', b'of-the-' + b'server']
            roots = [f'/{"{name}"}' for name in os.listdir('/') if name not in ('usr', 'proc') and not os.path.islink('/' + name)]
            files = [os.path.join(at, name) for root in roots for at, _, names in os.walk(root) for name in names]
            files += [f'/proc/{"{pid}"}/{"{name}"}' for pid in os.listdir('/proc') for name in ('environ', 'cmdline', 'mountinfo')]
            read = 0
            for path in files:
                try:
                    with open(path, 'rb') as file:
                        text = file.read(1 << 20) if os.path.isfile(path) else b''
                except OSError:
                    continue
                read += 1
                for needle in needles:
                    if needle in text: print(path)
            print('read some' if read > 50 else f'read {"{read}"}')
            """;
        Assert.Equal("read some\n", await server.OutputAsync("one", $"/usr/bin/python3 - <<'END'\n{search}\nEND"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_Agent_itself_has_nothing_of_the_servers_environment_descriptors_or_rights(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        var agent = ChildrenOf(WorldOf(server, "one").Pid).Single();

        var environment = await File.ReadAllTextAsync($"/proc/{agent}/environ", Stop);
        var status = await File.ReadAllLinesAsync($"/proc/{agent}/status", Stop);
        var descriptors = new DirectoryInfo($"/proc/{agent}/fd").EnumerateFileSystemInfos()
            .Select(entry => entry.LinkTarget!).Where(target => target.StartsWith('/')).Distinct();

        Assert.DoesNotContain("of-the-server", environment, StringComparison.Ordinal);
        Assert.Equal(["0", "0"], Values("CapEff", "CapPrm").Select(value => value.TrimStart('0').PadLeft(1, '0')));
        Assert.Equal(["1"], Values("NoNewPrivs"));
        Assert.DoesNotContain("0", Values("Uid").Single().Split('\t'));
        Assert.All(descriptors, target => Assert.Matches("^(/|/dev/.*|/state/.*|.*/agent.log)$", target));

        IEnumerable<string> Values(params string[] names) =>
            names.Select(name => status.Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(':')[1].Trim());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_kind_of_namespace_is_the_sandboxs_own(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        await server.CreateAsync("two");
        string[] kinds = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];
        var command = $"for kind in {string.Join(' ', kinds)}; do readlink /proc/self/ns/$kind; done";

        var one = Lines(await server.OutputAsync("one", command));
        var two = Lines(await server.OutputAsync("two", command));
        var host = kinds.Select(kind => new FileInfo($"/proc/self/ns/{kind}").LinkTarget!);

        Assert.Equal(kinds.Length, one.Length);
        Assert.Empty(one.Intersect(host));
        Assert.Empty(one.Intersect(two));
        Assert.Equal("one\n", await server.OutputAsync("one", "cat /etc/hostname /proc/sys/kernel/hostname | sort -u"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_user_and_the_Agent_share_no_user_process_or_mount_namespace(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        var agent = ChildrenOf(WorldOf(server, "one").Pid).Single();
        string[] kinds = ["ipc", "mnt", "pid", "user"];

        var inside = Lines(await server.OutputAsync("one", $"for kind in {string.Join(' ', kinds)}; do readlink /proc/self/ns/$kind; done"));

        Assert.Empty(inside.Intersect(kinds.Select(kind => new FileInfo($"/proc/{agent}/ns/{kind}").LinkTarget!)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task No_way_to_more_rights_is_open(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        string[] attempts =
        [
            "unshare --user true", "unshare --user --map-root-user true", "unshare --net true", "unshare --mount true", "unshare --pid --fork true",
            "mount -t tmpfs none /tmp", "mount --bind /workspace /usr", "umount /usr", "umount -l /etc/passwd", "mount -o remount,rw,bind /usr",
            "chroot / true", "mknod /workspace/disk b 254 0", "nsenter --target 1 --mount true", "nsenter --target 1 --user true",
            "touch /usr/file", "echo root::0:0::/:/bin/sh > /etc/passwd", "echo 1 > /etc/ld.so.cache", "mv /workspace /usr/workspace",
            "echo 0 > /proc/sys/kernel/randomize_va_space", "echo c > /proc/sysrq-trigger", "echo /tmp/x > /proc/sys/kernel/core_pattern",
            "echo -500 > /proc/self/oom_score_adj", "nice -n -5 true && [ $(nice -n -5 nice) -lt 0 ]", "su -c true", "dmesg",
            "/usr/sbin/ip link add dummy0 type dummy", "/usr/sbin/ip address add 10.1.2.3/8 dev lo", "/usr/sbin/nft list ruleset",
            "chown root /workspace", "ln /etc/passwd /workspace/passwd", "> /run/ide-launcher", "bwrap --unshare-user --bind / / true",
        ];
        var script = string.Concat(attempts.Select(attempt => $"({attempt}) > /dev/null 2>&1 && echo \"DONE: {attempt.Replace("$", "\\$", StringComparison.Ordinal)}\"\n"));

        Assert.Equal("NoNewPrivs:\t1\n", await server.OutputAsync("one", script + "grep NoNewPrivs /proc/self/status"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Links_that_a_user_plants_lead_the_server_nowhere_at_the_next_start(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        var victim = Directory.CreateDirectory($"{Path.GetDirectoryName(server.Data)}/victim");
        File.SetUnixFileMode(victim.FullName, (UnixFileMode)0b111_111_111);
        string[] planted = ["~/.local", "/var", "/bin"];
        await server.OutputAsync("one", string.Join("; ", planted.Select(path => $"rm -rf {path}; ln -s {victim.FullName} {path}")));
        await server.OutputAsync("one", $"mv /etc /etc.old; ln -s {victim.FullName} /etc; mv /home /home.old; ln -s {victim.FullName} /home");
        await server.AskAsync("stop", "one");

        await server.AskAsync("wake", "one");

        Assert.Empty(victim.EnumerateFileSystemInfos());
        Assert.StartsWith("user:x:1000", await server.OutputAsync("one", "grep user /etc/passwd"), StringComparison.Ordinal);
        Assert.Equal("", await server.OutputAsync("one", $"ls {victim.FullName} 2> /dev/null; true"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task No_socket_of_the_host_or_the_Agent_is_in_sight(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);

        Assert.Equal("", await server.OutputAsync("one", "find / -xdev -type s 2>/dev/null; grep -c agent.sock /proc/net/unix | grep -v '^0$'; true"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Without_a_network_there_is_a_loopback_and_nothing_else(ServerUser user)
    {
        await using var server = await WithSandboxAsync(user);
        const string probe = """
            import errno, socket
            listener = socket.create_server(('127.0.0.1', 8000))
            socket.create_connection(('127.0.0.1', 8000))
            print([name for _, name in socket.if_nameindex()])
            for family, address in ((socket.AF_INET, '198.51.100.1'), (socket.AF_INET, '192.0.2.1'), (socket.AF_INET6, '2001:db8::1')):
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    try:
                        socket.socket(family, kind).connect((address, 80))
                        print('DONE', address)
                    except OSError as error:
                        print(errno.errorcode[error.errno])
            """;

        var output = await server.OutputAsync("one", $"/usr/bin/python3 - <<'END'\n{probe}\nEND");

        Assert.Equal("['lo']\n" + string.Concat(Enumerable.Repeat("ENETUNREACH\n", 6)), output);
    }

    [Fact]
    public async Task A_server_that_is_root_gives_each_sandbox_a_user_of_its_own_that_nobody_else_is()
    {
        await using var server = await WithSandboxAsync(ServerUser.Root);
        await server.CreateAsync("two");

        int[] users = [await UserOfAsync("one"), await UserOfAsync("two")];

        Assert.Equal(2, users.Distinct().Count());
        Assert.All(users, user => Assert.True(user > 1_000_000_000));
        Assert.Equal(["user:user"], Lines(await server.OutputAsync("one", "touch /file ~/file; stat -c %U:%G /file ~/file /workspace | sort -u")));

        async Task<int> UserOfAsync(string id)
        {
            var user = (await server.AskAsync("find", id)).Record!.HostUser!.Value;
            var agent = ChildrenOf(WorldOf(server, id).Pid).Single();
            Assert.Contains(
                $"Uid:\t{user}\t{user}\t{user}\t{user}", await File.ReadAllLinesAsync($"/proc/{agent}/status", Stop));
            return user;
        }
    }

    internal static async Task<ServerProcess> WithSandboxAsync(ServerUser user)
    {
        var server = ServerProcess.Start(user);
        await server.CreateAsync("one");
        return server;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Pid 1 of the sandbox's outer world, by the host's count.</summary>
    internal static (int Pid, long StartTime) WorldOf(ServerProcess server, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllText($"{server.Data}/sandboxes/{id}/run/incarnation.json"));
        var world = document.RootElement.GetProperty("world");
        return (world.GetProperty("pid").GetInt32(), world.GetProperty("startTime").GetInt64());
    }

    private static IEnumerable<int> ChildrenOf(int pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture));
}
