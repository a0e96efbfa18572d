using System.Collections.Immutable;

namespace Ide.Web.Streaming;

/// <summary>
/// Who has which colour in one sandbox, the same in every page: the one that their name asks for, unless somebody else has
/// it while others are free. Who has one keeps it, also while they are away. Under the board's lock.
/// </summary>
internal sealed class PersonHues
{
    /// <summary>Colours that people are told apart by; the stylesheet has as many.</summary>
    public const int Count = 10;

    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    /// <summary>By name, whose colour is another than their name asks for; null for nobody's, which is ordinary.</summary>
    public ImmutableDictionary<string, int>? Exceptions { get; private set; }

    /// <summary>Somebody enters.</summary>
    /// <param name="here">All who are here. While every colour is somebody's, only theirs count as taken.</param>
    public void Meet(string name, IEnumerable<string> here)
    {
        if (_given.ContainsKey(name))
        {
            return;
        }

        HashSet<int> taken = [.. _given.Values];
        if (taken.Count == Count)
        {
            taken = [.. here.Where(_given.ContainsKey).Select(other => _given[other])];
        }

        var wanted = WantedBy(name);
        var hue = Enumerable.Range(wanted, Count).Select(static hue => hue % Count).FirstOrDefault(hue => !taken.Contains(hue), wanted);
        _given[name] = hue;
        if (hue != wanted)
        {
            Exceptions = (Exceptions ?? ImmutableDictionary.Create<string, int>(StringComparer.Ordinal)).Add(name, hue);
        }
    }

    /// <summary>The colour that a name asks for; pages know it by the same rule (Presence/People.ts).</summary>
    public static int WantedBy(string name) =>
        (int)(name.EnumerateRunes().Aggregate(0u, static (hash, rune) => unchecked((hash * 31) + (uint)rune.Value)) % Count);
}
