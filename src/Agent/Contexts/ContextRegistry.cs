using Ide.Core.Protocol;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Contexts;

/// <summary>The sandbox's contexts. They live as long as the Agent: after its restart there are none.</summary>
internal sealed class ContextRegistry(ContextHost host) : IAsyncDisposable
{
    /// <summary>Living ones at once.</summary>
    private const int MostContexts = 100;

    /// <summary>Dead ones that still say what they died of; the oldest is forgotten for one more.</summary>
    private const int MostDead = 50;

    private readonly Lock _gate = new();
    private readonly Dictionary<ContextId, Context> _contexts = [];
    private readonly Dictionary<CodeLanguage, (ContextId Id, Task<Context> Made)> _defaults = [];
    private int _starting;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Context> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _contexts.Values.OrderBy(static context => context.CreatedAt)];
            }
        }
    }

    /// <exception cref="AgentException">No such context.</exception>
    public Context Get(ContextId id)
    {
        lock (_gate)
        {
            return _contexts.GetValueOrDefault(id) ?? throw NotFound(id);
        }
    }

    /// <exception cref="AgentException">Too many, or no interpreter can be started.</exception>
    public async Task<Context> CreateAsync(
        ContextId id, ContextName name, InterpreterOptions options, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_contexts.Values.Count(static context => context.DeathReason is null) + _starting >= MostContexts)
            {
                throw new AgentException(ErrorCode.TooManyRequests, $"{MostContexts} contexts live already; delete one first.");
            }

            _starting++;
        }

        try
        {
            var late = new LateOutput(id, host.Record, host.Time);
            var interpreter = await host.Start.RunAsync(options, late.Take, cancellationToken);
            var context = new Context(id, name, options, timeout, interpreter, late, host);
            lock (_gate)
            {
                ForgetDead();
                _contexts[id] = context;
            }

            host.Created(context);
            return context;
        }
        finally
        {
            lock (_gate)
            {
                _starting--;
            }
        }
    }

    /// <summary>The language's default context, shared by all. A dead one is replaced.</summary>
    /// <exception cref="AgentException">No interpreter can be started.</exception>
    public async Task<Context> GetDefaultAsync(CodeLanguage language, string actor, CancellationToken cancellationToken)
    {
        Task<Context> made;
        lock (_gate)
        {
            if (!_defaults.TryGetValue(language, out var known) || IsOver(known.Made))
            {
                if (_defaults.Remove(language, out var old) && _contexts.Remove(old.Id, out var dead))
                {
                    _ = dead.DisposeAsync().AsTask(); // its interpreter has ended: there is nothing in it that could fail
                }

                var id = DefaultIdOf(language);
                // Not the caller's token: others wait for the same context.
                known = (id, CreateAsync(
                    id, new(null, actor, Shared: true, IsDefault: true), new(language, SandboxPath.Workspace, null, null), null, CancellationToken.None));
                _defaults[language] = known;
            }

            made = known.Made;
        }

        return await made.WaitAsync(cancellationToken);
    }

    /// <exception cref="AgentException">No such context.</exception>
    public async Task DeleteAsync(ContextId id, string actor)
    {
        Context? context;
        lock (_gate)
        {
            if (!_contexts.Remove(id, out context))
            {
                throw NotFound(id);
            }

            foreach (var language in _defaults.Where(each => each.Value.Id == id).Select(static each => each.Key).ToList())
            {
                _defaults.Remove(language);
            }
        }

        await context.EndAsync($"The context was deleted by {actor}.");
        host.Deleted(context, actor);
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(All.Select(static context => context.DisposeAsync().AsTask()));

    private void ForgetDead()
    {
        var dead = _contexts.Values.Where(static context => context is { DeathReason: not null, Name.IsDefault: false }).ToList();
        foreach (var forgotten in dead.OrderBy(static context => context.LastUsed).Take(dead.Count - MostDead + 1))
        {
            _contexts.Remove(forgotten.Id);
            _ = forgotten.DisposeAsync().AsTask(); // its interpreter has ended: there is nothing in it that could fail
        }
    }

    /// <summary>Says what it is, and is the same after a restart.</summary>
    private static ContextId DefaultIdOf(CodeLanguage language) =>
        ContextId.TryParse($"default-{language}", out var id) ? id : throw new InvalidOperationException($"{language} makes no id.");

    private static bool IsOver(Task<Context> made) =>
        made.IsFaulted || made.IsCanceled || (made.IsCompletedSuccessfully && made.Result.DeathReason is not null);

    private static AgentException NotFound(ContextId id) => new(
        ErrorCode.ContextNotFound, $"There is no context {id}; contexts end when their sandbox is stopped or starts anew.");
}
