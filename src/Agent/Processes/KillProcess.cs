using Agent.Native;
using Ide.Core.Protocol.Errors;

namespace Agent.Processes;

/// <summary>
/// <c>DELETE process/{id}</c>: the named signal to the whole tree. TERM becomes KILL after the grace; both mean that the
/// process was killed, whatever it makes of them. Other signals are only sent.
/// </summary>
internal static class KillProcess
{
    public static int SignalOf(string? name) => string.IsNullOrEmpty(name) ? Signals.Term
        : Signals.TryParse(name, out var signal) ? signal
        : throw AgentException.Invalid("signal", "expected the name of a signal, like SIGTERM, or its number");

    public static async Task RunAsync(BackgroundProcess process, int signal, string actor, CancellationToken cancellationToken)
    {
        if (process.Run.Finished is not null || process.Program is not { } program)
        {
            return;
        }

        if (signal is Signals.Term or Signals.Kill)
        {
            process.Run.RequestCancel(actor);
        }

        if (signal != Signals.Term)
        {
            await program.SignalAsync(signal, cancellationToken);
        }
    }
}
