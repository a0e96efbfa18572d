using System.Text;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary><c>POST process/{id}/stdin</c>. It waits while the process does not read; the caller may give up, nothing is taken back.</summary>
internal static class WriteProcessInput
{
    public static async Task RunAsync(BackgroundProcess process, ProcessInputRequest request, CancellationToken cancellationToken)
    {
        var bytes = BytesOf(request);
        if (process.Run.Finished is not null || process.Program is not { Input: { } input } program)
        {
            throw new AgentException(ErrorCode.ProcessError, $"The process {process.Id} has ended.");
        }

        await program.InputGate.WaitAsync(cancellationToken);
        try
        {
            await input.WriteAsync(bytes, cancellationToken);
            if (request.Eof)
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
