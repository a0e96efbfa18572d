using Agent.Journal;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>What a context needs of its surroundings, and what it tells them.</summary>
internal sealed partial class ContextHost(
    StartInterpreter start, InterpreterDeath death, EventJournal journal, AgentConfig config, TimeProvider time, ILogger<ContextHost> logger)
{
    public StartInterpreter Start => start;

    public InterpreterDeath Death => death;

    public TimeProvider Time => time;

    public FailedBatches FailedBatches { get; } = new();

    /// <summary>For runs that bring no time limit, in contexts that have none: what holds for commands; zero: none.</summary>
    public TimeSpan DefaultTimeout { get; } = TimeSpan.FromMilliseconds(config.CommandTimeoutMs);

    public void Created(Context context) => Record(new ContextCreated
    {
        ContextId = context.Id,
        Language = context.Language.Value,
        Actor = context.Name.Owner,
        Name = context.Name.Name,
        IsOwn = !context.Name.Shared,
        IsDefault = context.Name.IsDefault,
    });

    public void Changed(Context context, string actor) => Record(new ContextChanged
    {
        ContextId = context.Id,
        Actor = actor,
        Name = context.Name.Name,
        IsOwn = !context.Name.Shared,
    });

    public void Deleted(Context context, string actor) => Record(new ContextDeleted { ContextId = context.Id, Actor = actor });

    public void Restarted(Context context, string actor) =>
        Record(new ContextRestarted { ContextId = context.Id, Actor = actor });

    public void Died(Context context, string reason) => Record(new ContextEnded { ContextId = context.Id, Reason = reason });

    public void Record(JournalEvent happened)
    {
        try
        {
            journal.Append(happened);
        }
        catch (Exception failure) when (failure is AgentException or ObjectDisposedException)
        {
            Log.NotTold(logger, happened.GetType().Name, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The journal did not take a {Event}.")]
        public static partial void NotTold(ILogger logger, string @event, Exception exception);
    }
}
