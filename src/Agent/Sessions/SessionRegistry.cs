using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Agent.Sessions;

/// <summary>
/// The sandbox's shell sessions by id. One whose shell has ended leaves its options behind, so that the next command under
/// the id gets a fresh shell made in the same way; after 1,000 such ids the oldest are forgotten.
/// </summary>
internal sealed class SessionRegistry(SessionHost host) : IAsyncDisposable
{
    /// <summary>Living shells at once.</summary>
    private const int MostSessions = 100;

    private const int MostRemembered = 1000;

    /// <summary>The session of commands that name none.</summary>
    public static SessionId Default { get; } = SessionId.TryParse("default", out var id) ? id : throw new InvalidOperationException();

    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, Session> _sessions = [];
    private readonly OrderedDictionary<SessionId, SessionOptions> _remembered = [];

    /// <summary>The session under an id, made if need be.</summary>
    public Session Get(SessionId id, string actor)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(id, out var session) && session.IsOpen
                ? session
                : Make(_remembered.GetValueOrDefault(id) ?? new(id, id.Value), actor);
        }
    }

    public Session? Find(SessionId id)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(id, out var session) && session.IsOpen ? session : null;
        }
    }

    /// <exception cref="AgentException">SESSION_ALREADY_EXISTS.</exception>
    public Session Create(SessionOptions options, string actor)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(options.Id, out var session) && session.IsOpen
                ? throw new AgentException(ErrorCode.SessionAlreadyExists, $"There is a session {options.Id} already.")
                : Make(options, actor);
        }
    }

    /// <summary>The ids of living sessions.</summary>
    public IReadOnlyList<SessionId> List()
    {
        lock (_gate)
        {
            return [.. _sessions.Values.Where(static session => session.IsOpen).Select(static session => session.Options.Id)];
        }
    }

    /// <exception cref="AgentException">SESSION_NOT_FOUND.</exception>
    public async Task DeleteAsync(SessionId id)
    {
        Session? session;
        bool wasRemembered;
        lock (_gate)
        {
            wasRemembered = _remembered.Remove(id);
            _sessions.Remove(id, out session);
        }

        if (session is not null)
        {
            await session.DisposeAsync();
        }

        if (!wasRemembered)
        {
            throw new AgentException(ErrorCode.SessionNotFound, $"There is no session {id}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Session> all;
        lock (_gate)
        {
            all = [.. _sessions.Values];
            _sessions.Clear();
        }

        await Task.WhenAll(all.Select(static session => session.DisposeAsync().AsTask()));
    }

    private Session Make(SessionOptions options, string actor)
    {
        foreach (var ended in _sessions.Values.Where(static session => !session.IsOpen).ToList())
        {
            _sessions.Remove(ended.Options.Id);
        }

        if (_sessions.Count >= MostSessions)
        {
            throw new AgentException(ErrorCode.TooManyRequests, $"{MostSessions} sessions are open; delete one.");
        }

        var session = new Session(options, host, actor);
        _sessions[options.Id] = session;
        _remembered.Remove(options.Id);
        _remembered.Add(options.Id, options);
        if (_remembered.Count > MostRemembered)
        {
            _remembered.RemoveAt(0);
        }

        return session;
    }
}
