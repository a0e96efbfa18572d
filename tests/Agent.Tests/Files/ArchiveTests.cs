using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Agent.Files;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Files;

public sealed class ArchiveTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly string _folder = $"archive-{Guid.NewGuid():n}";

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_comes_out_of_its_archive_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("line\n", 50_000));
        Directory.CreateDirectory(At("d/empty"));
        await File.WriteAllTextAsync(At("d/größe 👍.txt"), text, Deadline);
        await File.WriteAllBytesAsync(At("stored.png"), [1, 2, 3], Deadline);
        await File.WriteAllTextAsync(At("none"), "", Deadline);
        File.CreateSymbolicLink(At("link"), "/etc/passwd");
        File.SetUnixFileMode(At("none"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Sandbox.Run("mkfifo", At("pipe"));
        Sandbox.Run("/usr/bin/python3", "-c", $"open(b'{At("")}/raw\\xff', 'w').close()");

        var archive = await GetAsync($"/api/files/archive?path={_folder}");
        var unpacked = Path.Combine(Path.GetTempPath(), $"unpacked-{_folder}");
        await File.WriteAllBytesAsync(unpacked + ".zip", archive, Deadline);
        Sandbox.Run("/usr/bin/python3", "-c", $"import zipfile; z = zipfile.ZipFile('{unpacked}.zip'); assert z.testzip() is None; z.extractall('{unpacked}')");
        Assert.Equal(text, await File.ReadAllTextAsync($"{unpacked}/{_folder}/d/größe 👍.txt", Deadline));
        Assert.True(Directory.Exists($"{unpacked}/{_folder}/d/empty"));
        using var zip = new ZipArchive(new MemoryStream(archive));
        Assert.Equal("/etc/passwd", TextOf(zip, $"{_folder}/link"));
        Assert.Equal(0xa1ff, zip.GetEntry($"{_folder}/link")!.ExternalAttributes >>> 16);
        Assert.Equal(0x8140, zip.GetEntry($"{_folder}/none")!.ExternalAttributes >>> 16);
        Assert.Equal($"{_folder}/pipe: It is neither a file nor a directory nor a link.\n", TextOf(zip, "NOT INCLUDED.txt"));
        Assert.Contains("raw\\xff", Sandbox.Run("/usr/bin/python3", "-c", $"import zipfile; print([n.encode('cp437') for n in zipfile.ZipFile('{unpacked}.zip').namelist() if 'raw' in n])"), StringComparison.Ordinal);
        Sandbox.Run("rm", "-rf", unpacked, unpacked + ".zip", At("")); // .NET cannot name what is not UTF-8
    }

    [Fact]
    public async Task Several_lie_beside_each_other_and_a_viewer_may_have_them_but_never_as_a_page()
    {
        Directory.CreateDirectory(At(""));
        await File.WriteAllTextAsync(At("a"), "1", Deadline);
        await File.WriteAllTextAsync(At("b"), "2", Deadline);
        using var response = await app.SendAsync(HttpMethod.Get, $"/api/files/archive?path={_folder}/a&path={_folder}/b", role: Role.Viewer);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync(Deadline));
        Assert.Equal(["a", "b"], zip.Entries.Select(static entry => entry.FullName));
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(("nosniff", "sandbox; default-src 'none'"), (response.Headers.GetValues("X-Content-Type-Options").Single(), response.Headers.GetValues("Content-Security-Policy").Single()));
    }

    [Theory]
    [InlineData("/api/files/archive?path=/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/api/files/archive", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_had_is_refused_before_it_begins(string path, HttpStatusCode status)
    {
        using var response = await app.SendAsync(HttpMethod.Get, path);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task More_entries_than_the_old_format_can_count_are_all_there()
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 0));
        var zip = new ZipWriter(pipe.Writer);
        for (var i = 0; i < 70_000; i++)
        {
            await zip.AddAsync(Encoding.UTF8.GetBytes($"{i}"), 0x81a4, DateTimeOffset.UnixEpoch, 0, compress: true, static (_, _) => 0, Deadline);
        }

        await zip.FinishAsync(Deadline);
        await pipe.Writer.CompleteAsync();
        using var bytes = new MemoryStream();
        await pipe.Reader.CopyToAsync(bytes, Deadline);
        using var read = new ZipArchive(bytes);
        Assert.Equal((70_000, "69999"), (read.Entries.Count, read.Entries[^1].FullName));
    }

    private string At(string path) => Path.Combine(app.Workspace, _folder, path);

    private async Task<byte[]> GetAsync(string path)
    {
        using var response = await app.SendAsync(HttpMethod.Get, path);
        return await response.Content.ReadAsByteArrayAsync(Deadline);
    }

    private static string TextOf(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
