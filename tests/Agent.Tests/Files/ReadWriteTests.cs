using System.Diagnostics;
using System.Text;
using Agent.Files;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Microsoft.AspNetCore.Http;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

public sealed class ReadWriteTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("notes.txt", "hello\nworld\n")]
    [InlineData("empty", "")]
    [InlineData("/workspace/./a//../ü \n.txt", "\ufeffäöü €𝄞 no newline")]
    public void What_was_written_is_read_back_exactly(string path, string content)
    {
        if (path.Contains('a', StringComparison.Ordinal))
        {
            Directory.CreateDirectory(_sandbox.OnMachine("a"));
        }

        _sandbox.Write(path, content);
        var read = _sandbox.Read(path);
        Assert.Equal((content, FileEncoding.Utf8, false), (read.Content, read.Encoding, read.IsBinary));
        Assert.Equal(Encoding.UTF8.GetByteCount(content), read.Size);
    }

    [Fact]
    public void Every_byte_survives_base64_both_ways()
    {
        var bytes = Enumerable.Range(0, 100_000).Select(static i => (byte)(i * 7)).ToArray();
        WriteFile.Run(_sandbox.Root, new(At("data.bin"), Convert.ToBase64String(bytes), FileEncoding.Base64));
        Assert.Equal(bytes, File.ReadAllBytes(_sandbox.OnMachine("data.bin")));
        var read = _sandbox.Read("data.bin");
        Assert.Equal((FileEncoding.Base64, true, "application/octet-stream"), (read.Encoding, read.IsBinary, read.MimeType));
        Assert.Equal(bytes, Convert.FromBase64String(read.Content));
        Assert.Equal(FileEncoding.Base64, _sandbox.Read("data.bin", FileEncoding.Utf8).Encoding);
    }

    [Fact]
    public void Text_with_a_NUL_is_binary_unless_it_is_asked_for_as_text()
    {
        _sandbox.Put("nul", "a\0b");
        Assert.Equal(("YQBi", true), (_sandbox.Read("nul").Content, _sandbox.Read("nul").IsBinary));
        Assert.Equal("a\0b", _sandbox.Read("nul", FileEncoding.Utf8).Content);
    }

    [Fact]
    public void Content_that_is_no_base64_is_refused_and_the_file_stays()
    {
        _sandbox.Put("x", "old");
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => WriteFile.Run(_sandbox.Root, new(At("x"), "§", FileEncoding.Base64))));
        Assert.Equal("old", _sandbox.Get("x"));
    }

    [Fact]
    public void A_write_keeps_the_mode_and_leaves_nothing_else_behind()
    {
        _sandbox.Put("tool.sh", "old");
        _sandbox.SetMode("tool.sh", "750");
        _sandbox.Write("tool.sh", "new");
        _sandbox.Write("fresh", "x");
        Assert.Equal("750", _sandbox.ModeOf("tool.sh"));
        Assert.Equal("644", _sandbox.ModeOf("fresh"));
        Assert.Equal(["fresh", "tool.sh"], _sandbox.Names);
    }

    [Fact]
    public void A_write_goes_through_links_to_what_they_point_to()
    {
        Directory.CreateDirectory(_sandbox.OnMachine("dir"));
        _sandbox.Put("dir/real", "old");
        _sandbox.Link("absolute", "/workspace/dir/real");
        _sandbox.Link("relative", "dir/../absolute");
        _sandbox.Link("dangling", "dir/new");
        _sandbox.Write("relative", "new");
        _sandbox.Write("dangling", "made");
        Assert.Equal("new", _sandbox.Get("dir/real"));
        Assert.Equal("made", _sandbox.Get("dir/new"));
        Assert.NotNull(new FileInfo(_sandbox.OnMachine("relative")).LinkTarget);
    }

    [Fact]
    public void A_loop_of_links_is_an_error_and_no_hang()
    {
        _sandbox.Link("one", "two");
        _sandbox.Link("two", "one");
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => _sandbox.Read("one")));
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => _sandbox.Write("one", "x")));
        Assert.False(FileExists.Run(_sandbox.Root, At("one")));
    }

    [Fact]
    public void Pipes_devices_sockets_and_directories_are_refused_at_once()
    {
        Run("mkfifo", _sandbox.OnMachine("pipe"));
        Run("mknod", _sandbox.OnMachine("zero"), "c", "1", "5");
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_sandbox.OnMachine("socket")));
        foreach (var name in (string[])["pipe", "zero", "socket"])
        {
            Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => _sandbox.Read(name)));
            Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => _sandbox.Write(name, "x")));
        }

        Assert.Equal(ErrorCode.IsDirectory, CodeOf(() => _sandbox.Read(".")));
        Assert.Equal(ErrorCode.IsDirectory, CodeOf(() => _sandbox.Write("/workspace", "x")));
        Assert.Equal(["pipe", "socket", "zero"], _sandbox.Names);
    }

    [Fact]
    public void A_huge_sparse_file_is_refused_with_the_way_that_takes_it()
    {
        using (var file = File.Create(_sandbox.OnMachine("sparse")))
        {
            file.SetLength(1L << 40);
        }

        var refusal = Assert.Throws<AgentException>(() => _sandbox.Read("sparse"));
        Assert.Equal(ErrorCode.FileTooLarge, refusal.Code);
        Assert.Contains("/api/files/raw", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1L << 40, refusal.Context!["size"]!.GetValue<long>());
    }

    [Fact]
    public void Files_that_say_that_they_are_empty_are_read_to_their_end()
    {
        using var machine = SandboxRoot.Open("/");
        Assert.Contains("Linux", ReadFile.Run(machine, new(At("/proc/version")), default).Content, StringComparison.Ordinal);
        Assert.Contains("MemTotal", ReadFile.Run(machine, new(At("/proc/meminfo")), default).Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", ErrorCode.FileNotFound)]
    [InlineData("missing/deeper", ErrorCode.FileNotFound)]
    [InlineData("file/below", ErrorCode.NotDirectory)]
    public void A_path_that_leads_nowhere_is_said_to(string path, ErrorCode code)
    {
        _sandbox.Put("file", "x");
        Assert.Equal(code, CodeOf(() => _sandbox.Read(path)));
        if (path != "missing")
        {
            Assert.Equal(code, CodeOf(() => _sandbox.Write(path, "x")));
        }
    }

    [Fact]
    public void Names_and_paths_that_are_too_long_are_named_so()
    {
        Assert.Equal(ErrorCode.NameTooLong, CodeOf(() => _sandbox.Write(new string('n', 256), "x")));
        Assert.Equal(ErrorCode.NameTooLong, CodeOf(() => _sandbox.Read(string.Concat(Enumerable.Repeat("d/", 4000)))));
        Assert.False(SandboxPath.TryParse("a\0b", out _));
        Assert.False(SandboxPath.TryParse("", out _));
    }

    [Fact]
    public void A_full_disk_is_told_and_leaves_the_old_content_and_nothing_else()
    {
        var mount = Directory.CreateTempSubdirectory().FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount);
        try
        {
            using var sandbox = new Sandbox(under: mount);
            sandbox.Write("kept", "old");
            Assert.Equal(ErrorCode.NoSpace, CodeOf(() => sandbox.Write("kept", new string('x', 1 << 20))));
            Assert.Equal("old", sandbox.Get("kept"));
            Assert.Equal(["kept"], sandbox.Names);
            sandbox.Write("kept", new string('y', 40_000));
        }
        finally
        {
            Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    [Fact]
    public async Task A_body_that_finds_no_room_is_refused_and_can_be_read_on()
    {
        var mount = Directory.CreateTempSubdirectory().FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount);
        try
        {
            using var sandbox = new Sandbox(under: mount);
            var context = new DefaultHttpContext { Request = { Body = new MemoryStream(new byte[1 << 20]) } };
            using var place = WriteFile.LocateTarget(sandbox.Root, At("f"));
            var full = await Assert.ThrowsAsync<AgentException>(() => PutRawFile.RunAsync(context, sandbox.Root, place));
            Assert.Equal(ErrorCode.NoSpace, full.Code);
            await context.Request.BodyReader.ReadAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    [Fact]
    public async Task A_reader_never_sees_half_of_a_write()
    {
        var contents = new[] { new string('a', 300_000), new string('b', 200_000) };
        _sandbox.Write("f", contents[0]);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                _sandbox.Write("f", contents[i % 2]);
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 300; i++)
        {
            Assert.Contains(_sandbox.Read("f").Content, contents);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public void A_megabyte_is_written_and_read_back_without_a_wait()
    {
        var content = new string('m', 1 << 20);
        var times = Enumerable.Range(0, 30).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            _sandbox.Write("mega", content);
            Assert.Equal(content.Length, _sandbox.Read("mega").Content.Length);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"1 MB written and read back: median {times[15]:0.00} ms, worst {times[^1]:0.00} ms");
        Assert.True(times[15] < 500, $"median {times[15]} ms");
    }
}
