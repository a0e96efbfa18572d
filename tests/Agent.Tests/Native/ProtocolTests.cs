using System.Runtime.InteropServices;
using Agent.Native;
using Microsoft.Win32.SafeHandles;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

/// <summary>Neither side of the launcher's protocol trusts the other to be sane.</summary>
public sealed class ProtocolTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_launcher_ignores_commands_that_make_no_sense_and_keeps_none_of_their_descriptors()
    {
        var (process, socket) = LauncherProcess.StartRaw();
        using var _ = process;
        var random = new Random(3);
        using var nothing = File.OpenHandle("/dev/null");
        using (var raw = new PacketSocket(Duplicate(socket)))
        {
            for (var i = 0; i < 500; i++)
            {
                var message = new byte[random.Next(1, 64)];
                random.NextBytes(message);
                if (i % 3 == 0 && message.Length >= 8)
                {
                    MemoryMarshal.Write(message, new Protocol.Command(Protocol.Magic, (Protocol.CommandKind)random.Next(4)));
                }

                Assert.True(await raw.SendAsync(message, [.. Enumerable.Repeat(nothing, random.Next(0, 40))], Deadline));
            }
        }

        await using var launcher = Launcher.Connect(socket);
        Assert.Equal("alive\n", (await RunAsync(launcher, Shell("echo alive"))).Output);
        Assert.True(Directory.GetFiles($"/proc/{process.Id}/fd").Length <= 12);
    }

    [Fact]
    public async Task Every_request_that_is_cut_short_or_too_long_is_refused()
    {
        var (process, socket) = LauncherProcess.StartRaw();
        using var _ = process;
        using var control = new PacketSocket(socket);
        var whole = SpawnRequestEncoder.Encode(Program("true", "word"), []).ToArray();
        for (var length = 1; length <= whole.Length + 1; length++)
        {
            if (length != whole.Length)
            {
                var bytes = length < whole.Length ? whole[..length] : [.. whole, 0];
                var report = await SpawnAsync(control, bytes);
                Assert.Equal((Protocol.ReportKind.Failed, (int)SpawnStage.Request, Errno.EPROTO), (report.Kind, report.A, report.B));
            }
        }

        Assert.Equal(Protocol.ReportKind.Started, (await SpawnAsync(control, whole)).Kind);
    }

    [Fact]
    public async Task Random_requests_are_refused_or_started_and_never_end_the_launcher()
    {
        var (process, socket) = LauncherProcess.StartRaw();
        using var _ = process;
        using var control = new PacketSocket(socket);
        var whole = SpawnRequestEncoder.Encode(Program("/bin/true", "word"), []).ToArray();
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.True((await SpawnAsync(control, bytes)).Kind is Protocol.ReportKind.Failed or Protocol.ReportKind.Started);
        }

        Assert.False(process.HasExited);
    }

    [Fact]
    public async Task A_launcher_of_another_version_is_let_go()
    {
        var (ours, theirs) = DescriptorPair.PacketSocket();
        using var other = new PacketSocket(theirs);
        await using var launcher = Launcher.Connect(ours);
        var hello = new byte[Marshal.SizeOf<Protocol.Hello>()];
        MemoryMarshal.Write(hello, new Protocol.Hello(Protocol.Magic, Protocol.Version + 1, 1, 0));
        await other.SendAsync(hello, [], Deadline);
        await launcher.Lost.WaitAsync(Deadline);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => launcher.Ready);
        Assert.Equal(0, (await other.ReceiveAsync(new byte[1], Deadline)).Length);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(99, 40)]
    [InlineData(5, 41)]
    [InlineData(5, 70_000)]
    public async Task A_report_that_makes_no_sense_ends_the_line_and_the_program_counts_as_lost(int kind, int length)
    {
        var (ours, theirs) = DescriptorPair.PacketSocket();
        using var warden = new PacketSocket(theirs);
        using var line = new WardenLine(ours);
        var reading = line.RunAsync();
        var asking = line.AskAsync(new(Protocol.OperationKind.List, 0, 0, 0, 0, 0, 0), [], [], Deadline);
        var report = new byte[length];
        if (length >= 16)
        {
            MemoryMarshal.Write(report, (kind, 1, 7));
        }

        Assert.True(await warden.SendAsync(report, [], Deadline));
        await reading.WaitAsync(Deadline);
        Assert.True((await line.Exited).Lost);
        Assert.Null(await asking.WaitAsync(Deadline));
    }

    private static async Task<Protocol.Report> SpawnAsync(PacketSocket control, byte[] request)
    {
        var (ours, theirs) = DescriptorPair.PacketSocket();
        using var line = new WardenLine(ours);
        using var encoded = DescriptorPair.MemoryFile(request);
        var message = new byte[Marshal.SizeOf<Protocol.Command>()];
        MemoryMarshal.Write(message, new Protocol.Command(Protocol.Magic, Protocol.CommandKind.Spawn));
        using (theirs)
        {
            Assert.True(await control.SendAsync(message, [theirs, encoded], Deadline));
        }

        var (report, master) = Assert.NotNull(await line.ReceiveFirstAsync(Deadline));
        master?.Dispose();
        return report;
    }

    private static SafeFileHandle Duplicate(SafeFileHandle handle)
    {
        const int duplicate = 1030;
        return new SafeFileHandle(Libc.Control(handle, duplicate, 3), true);
    }
}
