using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Agent.Runs;
using Agent.Tests.Journal;
using Ide.Core.Protocol.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Agent.Tests.Runs;

public sealed class StreamRunTests
{
    [Fact]
    public async Task Of_a_large_result_a_follower_who_takes_nothing_holds_a_piece_and_one_who_reads_on_gets_all_of_it()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = RunKind.Code, Source = "large", Actor = "ann" }).Run;
        var large = new string('x', 20 << 20);
        run.Result(Encoding.UTF8.GetBytes($$$"""{"text":"{{{large}}}","metadata":{}}"""), displayId: "figure", isUpdate: true, isMain: false);
        run.Result("""{"text":"small","metadata":{}}"""u8, displayId: null, isUpdate: false, isMain: true);
        run.Finish(RunState.Succeeded);
        var sent = new Pipe();
        var context = ContextOf(sent);

        var following = StreamRun.RunAsync(context, run, after: 0, TimeProvider.System);
        Assert.False(following.IsCompleted);
        Assert.InRange(context.Response.BodyWriter.UnflushedBytes, 1, 256 * 1024);

        var events = new List<JsonNode>();
        var reading = ReadAsync();
        await following.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(["start", "result", "result", "execution_complete"], events.Select(each => (string?)each["type"]));
        Assert.Equal((large, "figure", true, false), ((string?)events[1]["text"], (string?)events[1]["displayId"], (bool)events[1]["isUpdate"]!, (bool)events[1]["isMainResult"]!));
        Assert.Equal("""{"type":"result","isMainResult":true,"text":"small","metadata":{}}""", events[2].ToJsonString());

        async Task ReadAsync()
        {
            using var reader = new StreamReader(sent.Reader.AsStream(), Encoding.UTF8);
            while (events.Count < 4 && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    events.Add(JsonNode.Parse(line[6..])!);
                }
            }
        }
    }

    [Fact]
    public async Task A_result_whose_file_goes_half_way_ends_the_stream_without_an_end()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = RunKind.Code, Source = "large", Actor = "ann" }).Run;
        run.Result(Encoding.UTF8.GetBytes($$$"""{"text":"{{{new string('x', 1 << 20)}}}","metadata":{}}"""), displayId: null, isUpdate: false, isMain: true);
        run.Finish(RunState.Succeeded);
        var sent = new Pipe();

        var following = StreamRun.RunAsync(ContextOf(sent), run, after: 0, TimeProvider.System);
        File.Delete(run.Output.Path);
        using var reader = new StreamReader(sent.Reader.AsStream(), Encoding.UTF8);
        var reading = reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<IOException>(() => following.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        await sent.Writer.CompleteAsync();
        Assert.EndsWith("x", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_whose_file_is_gone_is_still_told()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = RunKind.Code, Source = "1", Actor = "ann" }).Run;
        run.Result("""{"text":"1","metadata":{}}"""u8, displayId: null, isUpdate: false, isMain: true);
        run.Finish(RunState.Succeeded);
        File.Delete(run.Output.Path);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };

        await StreamRun.RunAsync(context, run, after: 0, TimeProvider.System);

        Assert.Contains("""data: {"type":"result","isMainResult":true}""", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunKind.Command)]
    [InlineData(RunKind.Code)]
    public async Task A_run_whose_record_is_cut_while_it_goes_on_ends_the_stream_with_an_error(RunKind kind)
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = kind, Source = "sleep", Actor = "ann" }).Run;
        using (var file = new FileStream(run.Log.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(0);
        }

        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await Task.Run(() => StreamRun.RunAsync(context, run, after: 0, TimeProvider.System), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        var told = JsonNode.Parse(Encoding.UTF8.GetString(body.ToArray()).Split("data: ")[^1])!;
        Assert.Equal(("error", "FILESYSTEM_ERROR"), ((string?)told["type"], (string?)told[kind == RunKind.Code ? "ename" : "code"]));
    }

    /// <summary>A request whose answer waits in a pipe, which takes 64 KiB from who does not read.</summary>
    private static DefaultHttpContext ContextOf(Pipe sent)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(sent.Writer.AsStream()));
        return context;
    }
}
