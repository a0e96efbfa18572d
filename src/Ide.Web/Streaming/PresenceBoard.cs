using System.Text.Json;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;
using Ide.Web.Accounts;
using Ide.Web.Gateway;
using PersonHere = Ide.Core.Protocol.Journal.Person;

namespace Ide.Web.Streaming;

/// <summary>
/// Who is in one sandbox through this server and where they look: one entry a person, however many pages they have open.
/// Told to the Agent, who tells everybody. Who reloads the page has not left.
/// </summary>
/// <remarks>
/// What many do at once is one message: ten times a second at most, everybody when somebody came or left, otherwise only those
/// who look elsewhere. So a room of 200 who all scroll costs each page some twenty entries a message.
/// </remarks>
internal sealed class PresenceBoard(SandboxId sandbox, AgentApi api, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ReloadGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<(Id<Accounts.Person> Person, string Name), PresenceEntry> _entries = [];
    private readonly PersonHues _hues = new();
    private readonly Lock _gate = new();
    private readonly Signal _changed = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private IReadOnlyList<PersonHere>? _told;
    private byte[]? _snapshot;

    public void Start() => _loop = RunAsync(_stopping.Token);

    /// <returns>The page that was opened; to be given to <see cref="Leave"/>.</returns>
    public PresencePage Enter(Caller caller, Role role)
    {
        PresencePage page;
        lock (_gate)
        {
            var key = (caller.Person.Id, caller.Name);
            var entry = _entries.GetValueOrDefault(key) ?? (_entries[key] = new(caller));
            page = entry.Open(role);
            _hues.Meet(caller.Name, _entries.Keys.Select(static here => here.Name));
        }

        Change();
        return page;
    }

    public void Leave(PresencePage page)
    {
        lock (_gate)
        {
            page.Entry.Close(page, time.GetUtcNow());
        }

        Change();
    }

    /// <summary>Somebody looks elsewhere in one of their pages.</summary>
    /// <param name="look">Null: at nothing that is worth telling.</param>
    public void Look(PresencePage page, PresenceLook? look, bool isAway)
    {
        lock (_gate)
        {
            page.Entry.Look(page, look, isAway);
        }

        Change();
    }

    /// <summary>Another Agent may not know yet who is here.</summary>
    public void TellAgain()
    {
        Volatile.Write(ref _told, null);
        _changed.Raise();
    }

    /// <summary>Who is here now, as a batch of events for a page that has just come; made once for all who come at once.</summary>
    public byte[] Snapshot()
    {
        lock (_gate)
        {
            if (_snapshot is null)
            {
                JournalEvent now = new PresenceChanged { People = People(), Hues = _hues.Exceptions, At = time.GetUtcNow() };
                _snapshot = [(byte)'[', .. JsonSerializer.SerializeToUtf8Bytes(now, JournalJson.Relaxed.JournalEvent), (byte)']'];
            }

            return _snapshot;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private void Change()
    {
        lock (_gate)
        {
            _snapshot = null;
        }

        _changed.Raise();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var changed = _changed.Next;
            var (people, hues, isSettled) = Survey();
            try
            {
                if (PresenceNews.Between(_told, people, hues) is { } news)
                {
                    _told = people;
                    using var body = JsonContent.Create(news, HelloJson.Default.PresenceUpdate);
                    using var response = await api.SendAsServerAsync(
                        sandbox, SandboxRoutes.Presence, SandboxRoutes.Presence.Pattern, body, IfStopped.Refuse, stopping);
                    await Task.Delay(BetweenTellings, time, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (AgentException)
            {
                // The feed has lost the Agent too, says so, and calls TellAgain when it is back.
                _told = null;
            }

            var leaving = isSettled ? Timeout.InfiniteTimeSpan : ReloadGrace;
            await changed.WaitAsync(leaving, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Who is here, their colours, and whether nobody is just about to be gone.</returns>
    private (IReadOnlyList<PersonHere> People, IReadOnlyDictionary<string, int>? Hues, bool IsSettled) Survey()
    {
        lock (_gate)
        {
            var gone = time.GetUtcNow() - ReloadGrace;
            foreach (var (key, _) in _entries.Where(entry => entry.Value.EmptySince <= gone).ToArray())
            {
                _entries.Remove(key);
                _snapshot = null;
            }

            return (People(), _hues.Exceptions, _entries.Values.All(static entry => entry.EmptySince is null));
        }
    }

    private IReadOnlyList<PersonHere> People() =>
        [.. _entries.Values.Select(static entry => entry.Person).OrderBy(static person => person.Name, StringComparer.Ordinal).ThenBy(static person => person.Id, StringComparer.Ordinal)];
}
