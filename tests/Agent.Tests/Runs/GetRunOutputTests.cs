using System.Text;
using Agent.Runs;
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
        using (var file = File.OpenWrite(run.Output.Path))
        {
            file.SetLength(1000);
        }

        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            Request = { QueryString = QueryString.Create("stream", stream) },
            Response = { Body = body },
        };

        var refusal = await Assert.ThrowsAsync<AgentException>(() => GetRunOutput.RunAsync(context, run));
        await context.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal((ErrorCode.RunNotFound, 0), (refusal.Code, body.Length));
    }
}
