using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Files;

public sealed class FilesApiTests(AgentApp app) : IClassFixture<AgentApp>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_written_read_listed_and_deleted_in_the_users_world()
    {
        Assert.True((await app.PostAsync("/api/write", new { path = "a.txt", content = "hällo\n" }))["success"]!.GetValue<bool>());
        Assert.Equal("hällo\n", await File.ReadAllTextAsync(Path.Combine(app.Workspace, "a.txt"), Deadline));
        var read = await app.PostAsync("/api/read", new { path = "/workspace/a.txt" }, Role.Viewer);
        Assert.Equal(("hällo\n", "utf-8", 7, "text/plain"), ((string)read["content"]!, (string)read["encoding"]!, (int)read["size"]!, (string)read["mimeType"]!));
        Assert.Equal("a.txt", (string)(await app.PostAsync("/api/list-files", new { path = "." }))["files"]!.AsArray().Single(file => (string)file!["name"]! == "a.txt")!["relativePath"]!);
        Assert.True((bool)(await app.PostAsync("/api/exists", new { path = "a.txt" }))["exists"]!);
        await app.PostAsync("/api/delete", new { path = "a.txt" });
        Assert.False((bool)(await app.PostAsync("/api/exists", new { path = "a.txt" }))["exists"]!);
    }

    [Fact]
    public async Task The_sandboxs_own_root_is_meant_and_not_the_machines()
    {
        var list = await app.PostAsync("/api/list-files", new { path = "/" });
        Assert.Contains(list["files"]!.AsArray(), static file => (string)file!["name"]! == "launcher");
        Assert.Equal("RESOURCE_BUSY", (string)(await app.PostAsync("/api/delete", new { path = "/workspace", recursive = true }))["code"]!);
        Assert.True(Directory.Exists(app.Workspace));
        Assert.True((bool)(await app.PostAsync("/api/exists", new { path = "/workspace" }))["exists"]!);
    }

    [Theory]
    [InlineData("/api/write", """{"path":"x"}""", 400, "VALIDATION_FAILED")]
    [InlineData("/api/write", """{"path":"a\u0000b","content":""}""", 400, "VALIDATION_FAILED")]
    [InlineData("/api/write", """{"path":"x","content":"","encoding":"latin1"}""", 400, "VALIDATION_FAILED")]
    [InlineData("/api/write", """{"path":"x","content":"\ud800"}""", 400, "VALIDATION_FAILED")]
    [InlineData("/api/write", """{"path":3,"content":""}""", 400, "VALIDATION_FAILED")]
    [InlineData("/api/write", "not json", 400, "VALIDATION_FAILED")]
    [InlineData("/api/read", """{"path":"/nowhere"}""", 404, "FILE_NOT_FOUND")]
    [InlineData("/api/read", """{"path":"/usr"}""", 400, "IS_DIRECTORY")]
    [InlineData("/api/write", """{"path":"/usr/new","content":""}""", 403, "READ_ONLY")]
    [InlineData("/api/session/create", """{"cwd":"/usr/new"}""", 403, "READ_ONLY")]
    [InlineData("/api/list-files", """{"path":"/etc/passwd"}""", 400, "NOT_DIRECTORY")]
    [InlineData("/api/mkdir", """{"path":"/workspace"}""", 409, "FILE_EXISTS")]
    public async Task A_bad_request_gets_a_clear_answer(string path, string body, int status, string code)
    {
        using var response = await app.SendAsync(HttpMethod.Post, path, new StringContent(body));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Deadline))!;
        Assert.Equal((status, code), ((int)response.StatusCode, (string)problem["code"]!));
        Assert.DoesNotContain("   at ", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        await File.WriteAllTextAsync(Path.Combine(app.Workspace, "seen"), "x", Deadline);
        Assert.Equal("x", (string)(await app.PostAsync("/api/read", new { path = "seen" }, Role.Viewer))["content"]!);
        Assert.Equal("FORBIDDEN", (string)(await app.PostAsync("/api/write", new { path = "seen", content = "y" }, Role.Viewer))["code"]!);
        using var put = await app.SendAsync(HttpMethod.Put, "/api/files/raw?path=seen", new StringContent("y"), role: Role.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);
        Assert.Equal("x", await File.ReadAllTextAsync(Path.Combine(app.Workspace, "seen"), Deadline));
    }

    [Fact]
    public async Task A_body_past_32_MiB_is_refused()
    {
        using var response = await app.SendAsync(HttpMethod.Post, "/api/write", new ByteArrayContent(new byte[(32 << 20) + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("text", null, "utf-8")]
    [InlineData("text", "base64", "base64")]
    [InlineData("nul", null, "base64")]
    [InlineData("nul", "utf-8", "utf-8")]
    [InlineData("torn", "utf-8", "base64")]
    [InlineData("binary", "utf-8", "base64")]
    public async Task A_file_of_megabytes_comes_as_a_whole_and_exactly_whatever_is_in_it(string kind, string? asked, string encoding)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aä€𝄞 \"\\\n\u0001\u007f\u2028<>&+'", 120_000)));
        byte[] bytes = kind switch
        {
            "nul" => [.. text, 0, .. text],
            "torn" => [.. text, 0xF0, 0x9D],
            "binary" => [.. text, 0xFF, .. text, (byte)'x'],
            _ => text,
        };
        var path = Path.Combine(app.Workspace, $"megabytes-{kind}-{asked}");
        await File.WriteAllBytesAsync(path, bytes, Deadline);

        var read = await app.PostAsync("/api/read", new { path = Path.GetFileName(path), encoding = asked });

        Assert.Equal((encoding, kind != "text", bytes.Length), ((string)read["encoding"]!, (bool)read["isBinary"]!, (int)read["size"]!));
        Assert.Equal(bytes, encoding == "utf-8" ? Encoding.UTF8.GetBytes((string)read["content"]!) : Convert.FromBase64String((string)read["content"]!));
        if (kind == "text" && asked is null)
        {
            await app.PostAsync("/api/write", new { path = "megabytes-written", content = (string)read["content"]! });
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(app.Workspace, "megabytes-written"), Deadline));
        }
    }

    [Fact]
    public async Task A_streamed_read_gives_the_whole_file_between_characters()
    {
        var content = string.Concat(Enumerable.Repeat("aä€𝄞", 60_000));
        await File.WriteAllTextAsync(Path.Combine(app.Workspace, "stream"), content, Deadline);
        using var response = await app.SendAsync(HttpMethod.Post, "/api/read/stream", new StringContent("""{"path":"stream"}"""));
        var events = (await response.Content.ReadAsStringAsync(Deadline)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static text => JsonNode.Parse(text[(text.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!).ToList();
        Assert.Equal(("metadata", "complete"), ((string)events[0]["type"]!, (string)events[^1]["type"]!));
        Assert.Equal(content, string.Concat(events[1..^1].Select(static chunk => (string)chunk["data"]!)));
        Assert.All(events[1..^1], static chunk => Assert.Null(chunk["encoding"]));
        Assert.Equal(Encoding.UTF8.GetByteCount(content), (long)events[^1]["bytesRead"]!);
    }

    [Fact]
    public async Task Raw_bytes_go_both_ways_whole_and_in_part_and_are_not_sent_again()
    {
        var bytes = new byte[5_000_000];
        new Random(1).NextBytes(bytes);
        using var put = await app.SendAsync(HttpMethod.Put, "/api/files/raw?path=raw.html", new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var tag = put.Headers.ETag!.Tag;

        using var get = await GetAsync("raw.html");
        Assert.Equal(bytes, await get.Content.ReadAsByteArrayAsync(Deadline));
        Assert.Equal((tag, "nosniff"), (get.Headers.ETag!.Tag, get.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Contains("sandbox", get.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("attachment", get.Content.Headers.ContentDisposition!.DispositionType);

        foreach (var (range, from, to) in (IEnumerable<(string, int, int)>)[("bytes=10-19", 10, 20), ("bytes=4999990-", 4_999_990, 5_000_000), ("bytes=-5", 4_999_995, 5_000_000)])
        {
            using var part = await GetAsync("raw.html", ("Range", range));
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(bytes[from..to], await part.Content.ReadAsByteArrayAsync(Deadline));
            Assert.Equal($"bytes {from}-{to - 1}/5000000", part.Content.Headers.ContentRange!.ToString());
        }

        using var beyond = await GetAsync("raw.html", ("Range", "bytes=5000000-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var stale = await GetAsync("raw.html", ("Range", "bytes=0-1"), ("If-Range", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        using var same = await GetAsync("raw.html", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync(Deadline)).Length));
        using var head = await app.SendAsync(HttpMethod.Head, "/api/files/raw?path=raw.html");
        Assert.Equal((5_000_000L, tag), (head.Content.Headers.ContentLength, head.Headers.ETag!.Tag));
    }

    [Fact]
    public async Task Of_people_who_save_at_once_exactly_one_wins()
    {
        using var made = await PutAsync("shared", "0");
        var tag = made.Headers.ETag!.Tag;
        for (var round = 0; round < 10; round++)
        {
            var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PutAsync("shared", $"{round}-{i}", ("If-Match", tag))));
            var winner = Assert.Single(saves, static save => save.IsSuccessStatusCode);
            Assert.All(saves.Where(save => save != winner), static save => Assert.Equal(HttpStatusCode.PreconditionFailed, save.StatusCode));
            Assert.NotEqual(tag, winner.Headers.ETag!.Tag);
            tag = winner.Headers.ETag.Tag;
            Assert.Equal($"{round}-{Array.IndexOf(saves, winner)}", await File.ReadAllTextAsync(Path.Combine(app.Workspace, "shared"), Deadline));
        }

        var creations = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PutAsync("new", $"{i}", ("If-None-Match", "*"))));
        Assert.Single(creations, static save => save.StatusCode == HttpStatusCode.Created);
        Assert.Equal(7, creations.Count(static save => save.StatusCode == HttpStatusCode.Conflict));
        using var gone = await PutAsync("never", "x", ("If-Match", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, gone.StatusCode);
    }

    [Fact]
    public async Task The_revision_changes_with_every_save_however_fast_they_follow()
    {
        var tags = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            using var put = await PutAsync("fast", "same");
            Assert.True(tags.Add(put.Headers.ETag!.Tag));
        }
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_the_old_content_and_nothing_else()
    {
        await File.WriteAllTextAsync(Path.Combine(app.Workspace, "kept"), "old", Deadline);
        await Assert.ThrowsAnyAsync<Exception>(() => app.SendAsync(HttpMethod.Put, "/api/files/raw?path=kept", new StreamContent(new BreakingStream())));
        using var part = new StringContent("part");
        part.Headers.ContentRange = new(0, 3, 10);
        using var refused = await app.SendAsync(HttpMethod.Put, "/api/files/raw?path=kept", part);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(app.Workspace, "kept"), Deadline));

        // The Agent runs in this process, so its open files are ours: what has no name is not forgotten either.
        await Eventually.TrueAsync(() => !Directory.EnumerateFiles("/proc/self/fd").Any(descriptor =>
            new FileInfo(descriptor).LinkTarget is { } target && target.StartsWith(app.Workspace, StringComparison.Ordinal)));
        Assert.DoesNotContain(Directory.EnumerateFiles(app.Workspace), static path => path.Contains(".~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_megabyte_is_written_and_read_back_quickly()
    {
        var body = new { path = "mega", content = new string('m', 1 << 20) };
        var times = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await app.PostAsync("/api/write", body);
            Assert.Equal(1 << 20, ((string)(await app.PostAsync("/api/read", new { path = "mega" }))["content"]!).Length);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"1 MB written and read back over HTTP, new connections: median {times[15]:0.0} ms, worst {times[^1]:0.0} ms");
        Assert.True(times[15] < 2000, $"median {times[15]} ms");
    }

    private Task<HttpResponseMessage> GetAsync(string path, params (string, string)[] headers) =>
        app.SendAsync(HttpMethod.Get, $"/api/files/raw?path={path}", headers: headers);

    private Task<HttpResponseMessage> PutAsync(string path, string content, params (string, string)[] headers) =>
        app.SendAsync(HttpMethod.Put, $"/api/files/raw?path={path}", new StringContent(content), headers: headers);

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++_reads < 20 ? new(buffer.Length) : throw new IOException("The line is cut.");
    }
}
