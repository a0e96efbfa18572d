using System.Text;
using Agent.Runs;
using Agent.Tests.Journal;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Tests.Runs;

public sealed class OutputSplitTests
{
    private const string Sample = "aé€😀\u0000\u007f\r\n\"\\ ユニコード 🏳️‍🌈 \u0080\u07ff\u0800\uffff\U0010ffff";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_split_of_the_bytes_gives_the_same_text(int seed)
    {
        var random = new Random(seed);
        var text = string.Concat(Enumerable.Range(0, 200).Select(_ => Sample[..random.Next(Sample.Length)].TrimEnd('\ud83c', '\ud83d', '\udbff')));
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var round = 0; round < 30; round++)
        {
            using var fixture = new JournalFixture();
            var run = fixture.Runs.Start(new() { Kind = RunKind.Command, Source = "x", Actor = "ann" }).Run;
            for (var i = 0; i < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, round % 2 == 0 ? 7 : 3000), bytes.Length - i);
                run.Write(OutputStream.Stdout, bytes.AsSpan(i, length));
                i += length;
                if (random.Next(10) == 0)
                {
                    run.FlushOutput();
                }
            }

            run.Finish(RunState.Succeeded);
            var outputs = fixture.Read(0).OfType<RunOutput>().ToList();
            Assert.DoesNotContain(outputs, output => output.Encoding is not null);
            Assert.Equal(text, string.Concat(outputs.Select(output => output.Text)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_split_of_any_bytes_gives_the_same_bytes(int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[50_000];
        random.NextBytes(bytes);
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = RunKind.Command, Source = "x", Actor = "ann" }).Run;
        for (var i = 0; i < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 100), bytes.Length - i);
            run.Write(OutputStream.Stderr, bytes.AsSpan(i, length));
            i += length;
        }

        run.Finish(RunState.Succeeded);
        Assert.Equal(bytes, fixture.Read(0).OfType<RunOutput>().SelectMany(output =>
            output.Encoding is null ? Encoding.UTF8.GetBytes(output.Text!) : Convert.FromBase64String(output.Text!)));
    }

    [Fact]
    public void The_incomplete_tail_is_what_a_decoder_would_wait_for()
    {
        foreach (var character in Sample.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes("x" + character);
            for (var cut = 2; cut < bytes.Length; cut++)
            {
                Assert.Equal(cut - 1, Utf8Text.IncompleteTail(bytes.AsSpan(0, cut)));
            }

            Assert.Equal(0, Utf8Text.IncompleteTail(bytes));
        }

        // Never the beginning of a character: stray continuation, overlong, surrogate, past the last plane.
        Assert.All(
            new byte[][] { [0x80], [0xC0], [0xC1], [0xE0, 0x80], [0xED, 0xA0], [0xF0, 0x80], [0xF4, 0x90], [0xF5], [0xFF] },
            bytes => Assert.Equal(0, Utf8Text.IncompleteTail(bytes)));
    }

    [Fact]
    public void What_is_cut_to_JSON_fits_as_JSON()
    {
        var utf8 = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Sample, 300)));
        for (var limit = 100; limit < 5000; limit += 37)
        {
            var cut = utf8.AsSpan(0, Utf8Text.CutToJson(utf8, limit)).ToArray();
            var json = JournalLineOf(cut);
            Assert.InRange(json.Length, limit / 3, limit + 2);
            Assert.True(Utf8Text.IsValid(cut));
        }
    }

    private static byte[] JournalLineOf(byte[] utf8) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(utf8), Relaxed);

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
