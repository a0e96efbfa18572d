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

    public static TheoryData<int, bool> Sizes => new MatrixTheoryData<int, bool>([0, 1, 4095, 4096, 4097, 1_048_575, 1_048_576, 1_048_577, 5_000_000], [true, false]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_body_of_any_size_is_read_whole_with_and_without_a_length(int size, bool saysLength)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var request = new DefaultHttpContext().Request;
        (request.Body, request.ContentLength) = (new MemoryStream(bytes), saysLength ? size : null);

        using var body = await WholeBody.ReadAsync(request);

        Assert.Equal(bytes, body.Bytes.ToArray());
    }

    [Fact]
    public async Task A_byte_order_mark_before_JSON_is_passed_over()
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream([0xEF, 0xBB, 0xBF, .. """{"command":"true"}"""u8]);

        Assert.Equal("true", (await request.ReadAsync(CommandsJson.Default.ExecuteRequest)).Command);
    }

    [Fact]
    public async Task Of_the_largest_bodies_two_are_taken_in_at_once_and_who_gives_up_waiting_holds_nothing()
    {
        const int largest = 32 << 20;
        using var first = await LargeBodies.EnterAsync(largest, TestContext.Current.CancellationToken);
        var second = await LargeBodies.EnterAsync(largest, TestContext.Current.CancellationToken);
        using var impatient = new CancellationTokenSource();
        var third = LargeBodies.EnterAsync(largest, impatient.Token);
        var fourth = LargeBodies.EnterAsync(largest, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted || fourth.IsCompleted);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(fourth.IsCompleted);
        second.Dispose();
        (await fourth).Dispose();
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
