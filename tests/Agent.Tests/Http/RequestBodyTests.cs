using System.IO.Pipelines;
using Agent.Http;
using Ide.Core.Protocol.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Agent.Tests.Http;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task A_caller_who_goes_in_the_middle_of_a_body_is_no_fault_of_the_Agents()
    {
        var request = With(new IOException("The client reset the request stream."));

        await Assert.ThrowsAsync<CallerGoneException>(async () => await request.ReadBodyAsync());
        await Assert.ThrowsAsync<CallerGoneException>(() => request.ReadAsync(CommandsJson.Default.ExecuteRequest));
    }

    [Fact]
    public async Task A_body_that_is_too_large_stays_one_that_is_answered()
    {
        var request = With(new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge));

        await Assert.ThrowsAsync<BadHttpRequestException>(async () => await request.ReadBodyAsync());
        await Assert.ThrowsAsync<BadHttpRequestException>(() => request.ReadAsync(CommandsJson.Default.ExecuteRequest));
    }

    /// <summary>A request whose body fails as it is read.</summary>
    private static HttpRequest With(IOException failure)
    {
        var pipe = new Pipe();
        pipe.Writer.Complete(failure);
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new Body(pipe.Reader));
        context.Request.Body = pipe.Reader.AsStream();
        return context.Request;
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
