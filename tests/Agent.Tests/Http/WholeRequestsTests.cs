using System.Net;

namespace Agent.Tests.Http;

public sealed class WholeRequestsTests(AgentFixture agent) : IClassFixture<AgentFixture>
{
    private const int OtherRequests = 20;

    [Theory(Timeout = 120_000)]
    [InlineData("/api/contexts/nobody/interrupt")]
    [InlineData("/no/such/route")]
    public async Task An_answer_that_needs_no_body_ends_only_when_the_body_has_come(string path)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var body = new BodyInTwoParts();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body,
            Version = agent.Client.DefaultRequestVersion,
            VersionPolicy = agent.Client.DefaultVersionPolicy,
        };
        using var answer = await agent.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);

        // One connection: had the stream been reset, it would be known by the time these are answered.
        for (var i = 0; i < OtherRequests; i++)
        {
            using var other = await agent.Client.GetAsync("/api/ping", cancel);
        }

        body.SendRest();
        await body.Sent.WaitAsync(cancel);
        await answer.Content.ReadAsStringAsync(cancel);
    }

    /// <summary>A body whose second half waits to be sent for.</summary>
    private sealed class BodyInTwoParts : HttpContent
    {
        private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Fails when the stream was reset before.</summary>
        public Task Sent => _sent.Task;

        public void SendRest() => _rest.SetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            try
            {
                await stream.WriteAsync("{"u8.ToArray(), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                await _rest.Task.WaitAsync(cancellationToken);
                await stream.WriteAsync("}"u8.ToArray(), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                _sent.SetResult();
            }
            catch (Exception exception)
            {
                _sent.SetException(exception);
                throw;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
