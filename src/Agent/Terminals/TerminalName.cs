using System.Globalization;
using System.Text;
using Ide.Core.Protocol.Errors;

namespace Agent.Terminals;

/// <summary>What a terminal may be called: everybody reads it on a tab.</summary>
internal static class TerminalName
{
    private const int MostCharacters = 100;

    /// <returns>The name without blanks around it.</returns>
    /// <exception cref="AgentException">It is empty, too long, or holds what cannot be seen.</exception>
    public static string Check(string? name)
    {
        var text = name?.Trim() ?? "";
        return text.Length is > 0 and <= MostCharacters && !text.EnumerateRunes().Any(IsHidden)
            ? text
            : throw AgentException.Invalid("name", $"expected 1 to {MostCharacters} visible characters");
    }

    /// <summary>Control characters, and those that turn the direction of what stands around them.</summary>
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
