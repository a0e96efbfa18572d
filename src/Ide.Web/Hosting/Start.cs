using System.Net.Sockets;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Ide.Web.Hosting;

/// <summary>Runs the server; what keeps it from starting becomes one plain sentence and an exit code.</summary>
internal static class Start
{
    private const int Refused = 1;

    public static async Task<int> RunAsync(WebApplicationBuilder builder, Action<WebApplication> map)
    {
        // Read now: when the start fails, the configuration is gone with the rest.
        var port = builder.Configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.Port)}"] ?? "8080";
        try
        {
            var app = builder.Build();
            map(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception, port) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return Refused;
        }
    }

    /// <returns>Null for what is not the fault of settings or surroundings: a bug keeps its stack.</returns>
    private static string? Explain(Exception exception, string port) => exception switch
    {
        AgentException refusal => refusal.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        IOException { InnerException: AddressInUseException } => PortSentence(port, "is in use by another program"),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => PortSentence(port, "may only be opened by root"),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "--host is not an address of this machine.",
        UnauthorizedAccessException denied => $"The data folder cannot be used: {denied.Message}",
        InvalidDataException broken => broken.Message,
        IOException { HResult: NoSpaceOnDevice } => "There is no room on the disk for the data folder.",
        IOException failed => $"The server cannot start: {failed.Message}",
        { InnerException: { } inner } => Explain(inner, port),
        _ => null,
    };

    /// <summary>ENOSPC.</summary>
    private const int NoSpaceOnDevice = 28;

    private static string PortSentence(string port, string what) => $"Port {port} {what}. Choose another with --port.";
}
