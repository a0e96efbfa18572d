using Ide.Core.Protocol.Hello;
using PersonHere = Ide.Core.Protocol.Journal.Person;

namespace Ide.Web.Streaming;

/// <summary>What is to be told after a change of who is here.</summary>
internal static class PresenceNews
{
    /// <param name="told">What was told last; null: everybody is to be told.</param>
    /// <returns>Everybody where somebody came, left or may do something else; otherwise who looks elsewhere; null: nothing is new.</returns>
    public static PresenceUpdate? Between(
        IReadOnlyList<PersonHere>? told, IReadOnlyList<PersonHere> now, IReadOnlyDictionary<string, int>? hues)
    {
        if (told is null || told.Count != now.Count || !told.Zip(now).All(static pair => IsSame(pair.First, pair.Second)))
        {
            return new(now, Hues: hues);
        }

        List<PersonHere> moved = [.. told.Zip(now).Where(static pair => pair.First != pair.Second).Select(static pair => pair.Second)];
        return moved.Count == 0 ? null : new(moved, IsPartial: true);
    }

    private static bool IsSame(PersonHere one, PersonHere other) => one.Id == other.Id && one.Name == other.Name && one.Role == other.Role;
}
