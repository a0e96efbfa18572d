using System.Text;
using Ide.Core.Protocol;

namespace Ide.Web.Sandboxes;

/// <summary>Makes an id of what a person calls a sandbox.</summary>
internal static class SandboxNaming
{
    private const int LongestStem = 34;

    /// <summary>Lower-case letters and digits of the name, joined by dashes; a number at the end when that is taken.</summary>
    /// <returns>Null when the name has nothing that an id could be made of.</returns>
    public static SandboxId? IdFor(string name, Func<SandboxId, bool> isTaken)
    {
        var stem = Stem(name);
        for (var number = 1; stem.Length > 0 && number < 1000; number++)
        {
            var text = number == 1 ? stem : $"{stem}-{number}";
            if (SandboxId.TryParse(text, out var id) && !isTaken(id))
            {
                return id;
            }
        }

        return null;
    }

    private static string Stem(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                text.Append(character);
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        return text.ToString(0, Math.Min(text.Length, LongestStem)).Trim('-');
    }
}
