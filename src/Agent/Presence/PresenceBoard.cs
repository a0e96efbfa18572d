using Agent.Journal;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;

namespace Agent.Presence;

/// <summary>
/// Who is here now and where they look, as the web server last said. A late subscriber gets it with the end of its history;
/// who was there before hears of those only who changed.
/// </summary>
internal sealed class PresenceBoard(EventJournal journal, TimeProvider time)
{
    private readonly Lock _gate = new();
    private PresenceChanged? _now;

    /// <summary>Null: nobody has said yet.</summary>
    public PresenceChanged? Now => Volatile.Read(ref _now);

    public void Update(PresenceUpdate update)
    {
        var at = time.GetUtcNow();
        lock (_gate)
        {
            if (!update.IsPartial)
            {
                Become(new() { People = update.People, Hues = update.Hues, At = at });
                journal.Publish(_now!);
            }
            else if (_now is { } present)
            {
                var moved = update.People.ToDictionary(static person => person.Id);
                Become(present with { People = [.. present.People.Select(person => moved.GetValueOrDefault(person.Id, person))], At = at });
                journal.Publish(new PresenceMoved { People = update.People, At = at });
            }
        }
    }

    private void Become(PresenceChanged now) => Volatile.Write(ref _now, now);
}
