using System.Globalization;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Ide.Web.Accounts;

/// <summary>What a person or a program may be called: it stands beside what they do, so it must be readable and not another's.</summary>
internal static class DisplayName
{
    public const int MaxLength = 40;

    /// <returns>The name without blanks around it.</returns>
    /// <exception cref="AgentException">The name is missing, too long, or holds what cannot be seen.</exception>
    public static string Check(string? name)
    {
        var text = name?.Trim() ?? "";
        if (text.Length is 0 or > MaxLength || text.EnumerateRunes().Any(static rune => Rune(rune)))
        {
            throw AgentException.Invalid("name", $"Expected 1 to {MaxLength} visible characters.");
        }

        return text.Equals(JournalEvent.SystemActor, StringComparison.OrdinalIgnoreCase)
            ? throw AgentException.Invalid("name", "This name is the sandbox's own.")
            : text;

        static bool Rune(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;
    }
}
