using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Microsoft.AspNetCore.SignalR;

namespace Ide.Web.Streaming;

/// <summary>What the methods of the hub read out of their connection.</summary>
internal static class HubCalls
{
    private static readonly object ConnectionKey = new();

    extension(HubCallerContext context)
    {
        public Caller Caller => context.User?.Caller ?? throw new AgentException(ErrorCode.Unauthenticated, "You are not signed in.");

        public HubConnection Connection => (HubConnection)context.Items[ConnectionKey]!;

        public void Attach(HubConnection connection) => context.Items[ConnectionKey] = connection;

        /// <summary>The sandbox that this connection has joined.</summary>
        public SandboxId Joined => context.Connection.Sandbox
            ?? throw AgentException.Invalid("sandboxId", "Join a sandbox first.");
    }

    /// <summary>An id that a browser sent.</summary>
    public static T Read<T>(string? text, string field)
        where T : struct, ITextValue<T> =>
        T.TryParse(text, out var value) ? value : throw AgentException.Invalid(field, $"Expected {T.Rule}.");

    /// <summary>An id that a browser may leave out.</summary>
    public static T? ReadOptional<T>(string? text, string field)
        where T : struct, ITextValue<T> =>
        text is null ? null : Read<T>(text, field);
}
