using System.IO.Pipelines;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Gateway;

namespace Ide.Web.Streaming;

/// <summary>The journal of a sandbox as its Agent gives it.</summary>
internal sealed class AgentJournal(AgentApi api) : IJournalEnd
{
    /// <summary>Opens the events after a seq. Who only looks wakes nobody.</summary>
    /// <param name="follow">True: it goes on with what happens; false: it ends where the journal ends now.</param>
    /// <exception cref="AgentException">The sandbox does not run or cannot be reached.</exception>
    public async Task<JournalStream> OpenAsync(SandboxId sandbox, long afterSeq, bool follow, CancellationToken cancellationToken)
    {
        var path = $"{SandboxRoutes.Events.Pattern}?after={afterSeq}&follow={(follow ? "true" : "false")}";
        var response = await api.SendAsServerAsync(sandbox, SandboxRoutes.Events, path, null, IfStopped.Refuse, cancellationToken);
        return new(response, PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken), Buffers), afterSeq);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Asks for no kind of event that is kept, so that only the sign of having caught up comes. Somebody joins, from here on:
    /// that needs the sandbox, and what its journal says now decides what they may see for ever.
    /// </remarks>
    public async Task<long> LastSeqAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        var path = $"{SandboxRoutes.Events.Pattern}?after=0&follow=true&types=caught_up";
        using var response = await api.SendAsServerAsync(sandbox, SandboxRoutes.Events, path, null, IfStopped.Wake, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JournalLine.Parse(System.Text.Encoding.UTF8.GetBytes(line)) is { Kind: JournalLineKind.CaughtUp, Mark: var last })
            {
                return last;
            }
        }

        throw new AgentException(ErrorCode.SandboxUnavailable, "The sandbox did not say how far its journal reaches.");
    }

    private static readonly StreamPipeReaderOptions Buffers = new(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024);
}

/// <summary>An open stream of events.</summary>
internal sealed class JournalStream(HttpResponseMessage response, PipeReader pipe, long afterSeq) : IAsyncDisposable
{
    public ChunkReader Chunks { get; } = new(pipe, afterSeq);

    public async ValueTask DisposeAsync()
    {
        await pipe.CompleteAsync();
        response.Dispose();
    }
}
