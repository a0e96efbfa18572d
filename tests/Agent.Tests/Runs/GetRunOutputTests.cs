using System.Text;
using Agent.Runs;
using Agent.Sessions;
using Agent.Tests.Journal;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Microsoft.AspNetCore.Http;

namespace Agent.Tests.Runs;

public sealed class GetRunOutputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("stdout")]
    public async Task Output_that_was_cut_is_refused_before_a_byte_of_it_is_sent(string stream)
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = RunKind.Command, Source = "seq", Actor = "ann" }).Run;
        run.Write(OutputStream.Stdout, Encoding.UTF8.GetBytes(new string('x', 5000)));
        run.Finish(RunState.Succeeded);
        Cut(run.Output.Path, 1000);

        Assert.Equal((ErrorCode.RunNotFound, 0), await RefusalOfAsync(context =>
        {
            context.Request.QueryString = QueryString.Create("stream", stream);
            return GetRunOutput.RunAsync(context, run);
        }));
        Assert.Equal((ErrorCode.RunNotFound, 0), await RefusalOfAsync(context => CommandAnswer.WriteAsync(context, run, "seq")));
    }

    [Fact]
    public async Task Output_of_which_nobody_knows_any_more_whose_it_is_is_refused_before_a_byte_of_it_is_sent()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(new() { Kind = RunKind.Command, Source = "seq", Actor = "ann" }).Run;
        run.Write(OutputStream.Stdout, "out"u8);
        run.FlushOutput();
        var half = run.Log.Length;
        run.Write(OutputStream.Stdout, "more"u8);
        run.Finish(RunState.Succeeded);
        Cut(run.Log.Path, half);

        Assert.Equal((ErrorCode.FilesystemError, 0), await RefusalOfAsync(context =>
        {
            context.Request.QueryString = QueryString.Create("stream", "stdout");
            return GetRunOutput.RunAsync(context, run);
        }));
        Assert.Equal((ErrorCode.FilesystemError, 0), await RefusalOfAsync(context => CommandAnswer.WriteAsync(context, run, "seq")));
    }

    private static void Cut(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static async Task<(ErrorCode Code, long SentBytes)> RefusalOfAsync(Func<HttpContext, Task> answer)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var refusal = await Assert.ThrowsAsync<AgentException>(() => answer(context));
        await context.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);
        return (refusal.Code, body.Length);
    }
}
