using System.Net.Http.Json;
using System.Text.Json;
using Agent.Tests.Sessions;

namespace Agent.Tests.Files;

[Collection(Alone.Name)]
public sealed class LargeFilesTests(SeparateAgentFixture agent) : IClassFixture<SeparateAgentFixture>
{
    /// <summary>Without a bound these took more than 2 GB, and in a sandbox that is all of its memory, so that its Agent died.</summary>
    [Fact]
    public async Task Many_large_files_written_and_read_at_once_leave_the_memory_bounded()
    {
        const int files = 16;
        var content = new byte[31 << 20];
        content.AsSpan().Fill((byte)'x');
        var written = await Task.WhenAll(Enumerable.Range(0, files).Select(async n =>
        {
            byte[] head = [.. JsonSerializer.SerializeToUtf8Bytes(new { path = Path.Combine(agent.Workspace, $"large-{n}") })[..^1], .. ",\"content\":\""u8];
            using var body = new StreamContent(new Pieces(head, content, "\"}"u8.ToArray()));
            using var response = await agent.Client.PostAsync("/api/write", body, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }));
        Assert.All(written, static status => Assert.Equal(200, status));

        var read = await Task.WhenAll(Enumerable.Range(0, files).Select(async n =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/read")
            {
                Content = JsonContent.Create(new { path = Path.Combine(agent.Workspace, $"large-{n}") }),
                Version = agent.Client.DefaultRequestVersion,
                VersionPolicy = agent.Client.DefaultVersionPolicy,
            };
            using var response = await agent.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            var (buffer, length) = (new byte[64 * 1024], 0L);
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is var count and > 0)
            {
                length += count;
            }

            return length > content.Length;
        }));
        Assert.DoesNotContain(false, read);
        Assert.InRange(agent.PeakResidentBytes, 1, 500L * 1024 * 1024);
    }

    /// <summary>Some bytes after each other, of which many requests may share the large ones.</summary>
    private sealed class Pieces(params byte[][] pieces) : Stream
    {
        private int _piece;
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => pieces.Sum(static piece => (long)piece.Length);

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_piece < pieces.Length && _at == pieces[_piece].Length)
            {
                (_piece, _at) = (_piece + 1, 0);
            }

            if (_piece == pieces.Length)
            {
                return 0;
            }

            var taken = Math.Min(count, pieces[_piece].Length - _at);
            pieces[_piece].AsSpan(_at, taken).CopyTo(buffer.AsSpan(offset));
            _at += taken;
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
