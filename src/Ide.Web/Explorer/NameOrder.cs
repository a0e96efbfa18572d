namespace Ide.Web.Explorer;

/// <summary>Names as people count them: case aside, and <c>page2</c> before <c>page10</c>. Total: only equal names are equal.</summary>
internal sealed class NameOrder : IComparer<string>
{
    public static readonly NameOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var areNumbers = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0]);
            var order = areNumbers
                ? CompareNumbers(TakeDigits(ref left), TakeDigits(ref right))
                : char.ToUpperInvariant(Take(ref left)).CompareTo(char.ToUpperInvariant(Take(ref right)));
            if (order != 0)
            {
                return order;
            }
        }

        var rest = left.Length.CompareTo(right.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    /// <summary>By value, however many digits there are.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    private static char Take(ref ReadOnlySpan<char> text)
    {
        var first = text[0];
        text = text[1..];
        return first;
    }

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        return digits;
    }
}
