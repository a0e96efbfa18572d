using System.Reflection;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Microsoft.AspNetCore.SignalR;

namespace Ide.Web.Streaming;

/// <summary>
/// Checks every call of a hub method: not too many of them, the role that the method names, in the sandbox of the call.
/// A method that names no role is refused to everybody. Refusals go out as <c>CODE: sentence</c>.
/// </summary>
internal sealed partial class HubGuard(SandboxAccess access, MessageLimiter limiter, ILogger<HubGuard> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            Check(call);
            return await next(call);
        }
        catch (AgentException refusal)
        {
            throw new HubException($"{refusal.Code.ToWire()}: {refusal.Message}");
        }
        catch (Exception exception) when (exception is not (HubException or OperationCanceledException))
        {
            Log.Failed(logger, call.HubMethodName, exception);
            throw new HubException($"{ErrorCode.InternalError.ToWire()}: The server met a fault of its own.");
        }
    }

    private void Check(HubInvocationContext call)
    {
        var caller = call.Context.Caller;
        if (!limiter.MaySend(caller))
        {
            throw new AgentException(ErrorCode.TooManyRequests, $"More than {MessageLimiter.PerSecond} messages a second.");
        }

        var needed = call.HubMethod.GetCustomAttribute<NeedsSandboxRoleAttribute>()
            ?? throw new AgentException(ErrorCode.Forbidden, $"{call.HubMethodName} does not say who may call it.");
        var sandbox = call.HubMethodName == nameof(ISandboxHub.Join)
            ? HubCalls.Read<SandboxId>(call.HubMethodArguments[0] as string, "sandboxId")
            : call.Context.Joined;
        access.Demand(caller, sandbox, needed.Role);
        RefuseNull(call);
    }

    /// <summary>No argument of the hub may be left out, and SignalR does not see to it.</summary>
    private static void RefuseNull(HubInvocationContext call)
    {
        foreach (var (parameter, argument) in call.HubMethod.GetParameters().Zip(call.HubMethodArguments))
        {
            if (argument is null)
            {
                throw AgentException.Invalid(parameter.Name!, "Expected a value, not null.");
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The hub's method {Method} failed.")]
        public static partial void Failed(ILogger logger, string method, Exception exception);
    }
}
