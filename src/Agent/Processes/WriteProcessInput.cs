using System.Text;
using Agent.Runs;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary><c>POST process/{id}/stdin</c>. It waits while the process does not read; the caller may give up, nothing is taken back.</summary>
internal static class WriteProcessInput
{
    /// <exception cref="AgentException">PROCESS_ERROR, VALIDATION_FAILED, TOO_MANY_REQUESTS.</exception>
    public static Task RunAsync(BackgroundProcess process, ProcessInputRequest request, InputRoom room, CancellationToken cancellationToken) =>
        WriteAsync(process, room.Hold(BytesOf(request)), request.Eof, cancellationToken);

    /// <remarks>It does not know the request, whose text would stay as long as it waits.</remarks>
    private static async Task WriteAsync(BackgroundProcess process, HeldInput data, bool isLast, CancellationToken cancellationToken)
    {
        using var held = data;
        if (process.Run.Finished is not null || process.Program is not { Input: { } input } program)
        {
            throw new AgentException(ErrorCode.ProcessError, $"The process {process.Id} has ended.");
        }

        await program.InputGate.WaitAsync(cancellationToken);
        try
        {
            await input.WriteAsync(held.Bytes, cancellationToken);
            if (isLast)
            {
                await input.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new AgentException(ErrorCode.ProcessError, $"The process {process.Id} reads no more input.", null, exception);
        }
        finally
        {
            program.InputGate.Release();
        }
    }

    private static byte[] BytesOf(ProcessInputRequest request)
    {
        var text = request.Data ?? "";
        switch (request.Encoding)
        {
            case null or "utf-8" or "utf8":
                return Encoding.UTF8.GetBytes(text);
            case "base64":
                var bytes = new byte[text.Length];
                return Convert.TryFromBase64String(text, bytes, out var length)
                    ? bytes[..length]
                    : throw AgentException.Invalid("data", "expected base64");
            default:
                throw AgentException.Invalid("encoding", "expected utf-8 or base64");
        }
    }
}
