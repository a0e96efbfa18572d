using Ide.Core.Protocol.Errors;

namespace Ide.Web.Streaming;

/// <summary>What reading from an Agent throws when that Agent, or the way to it, is gone: to be tried again.</summary>
internal static class AgentLoss
{
    extension(Exception exception)
    {
        /// <remarks>A cancellation counts when it is nobody's here: a stream that the Agent's end has cancelled.</remarks>
        public bool IsLossOfAgent => exception
            is AgentException or IOException or HttpRequestException or InvalidDataException or OperationCanceledException;
    }
}
