using System.Security.Cryptography;
using System.Text;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Journal;
using Ide.Web.Accounts;
using PersonHere = Ide.Core.Protocol.Journal.Person;

namespace Ide.Web.Streaming;

/// <summary>One person who is in a sandbox, with all their pages. Under the board's lock.</summary>
internal sealed class PresenceEntry(Caller caller)
{
    /// <summary>In the order in which something happened in them: the last one is where the person is.</summary>
    private readonly List<PresencePage> _pages = [];
    private readonly string _id = IdOf(caller);
    private Role _role;
    private PresenceLook? _look;

    /// <summary>When the last page went; null while there is one.</summary>
    public DateTimeOffset? EmptySince { get; private set; }

    public PersonHere Person => new(
        caller.Name, _role, _id, IsProgram: !caller.IsBrowser, IsAway: _pages.Count > 0 && _pages.TrueForAll(static page => page.IsAway), _look);

    public PresencePage Open(Role role)
    {
        var page = new PresencePage(this);
        _pages.Insert(0, page); // it has not said yet where it looks
        (_role, EmptySince) = (role, null);
        return page;
    }

    public void Close(PresencePage page, DateTimeOffset now)
    {
        _pages.Remove(page);
        EmptySince = _pages.Count == 0 ? now : null;
        Choose();
    }

    public void Look(PresencePage page, PresenceLook? look, bool isAway)
    {
        if (!_pages.Remove(page))
        {
            return; // it was closed meanwhile
        }

        (page.Look, page.IsAway) = (look, isAway);
        _pages.Insert(isAway ? 0 : _pages.Count, page);
        Choose();
    }

    /// <summary>What was looked at last stays while a page is loaded again.</summary>
    private void Choose() => _look = _pages.Count == 0 ? _look : _pages.FindLast(static page => page.Look is not null)?.Look;

    private static string IdOf(Caller caller) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Person.Id} {caller.Name}")))[..12];
}

/// <summary>One page that a person has open.</summary>
internal sealed class PresencePage(PresenceEntry entry)
{
    public PresenceEntry Entry => entry;

    public PresenceLook? Look { get; set; }

    public bool IsAway { get; set; }
}
