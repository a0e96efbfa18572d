using System.Globalization;
using System.Text;

namespace Bench.Measuring;

/// <summary>Lines of which each is different, so that a lost, doubled or moved one shows.</summary>
internal static class NumberedLines
{
    /// <summary>The characters of a line, without its end.</summary>
    public const int Width = 90;

    /// <summary>A Python expression for line <c>i</c>, without its end: the same text as <see cref="Text"/> has.</summary>
    public const string PythonLine = "f'{i:08d}' + 'abcdefghij' * 8 + 'kl'";

    /// <param name="end">What ends each line: a newline, or what a terminal makes of it.</param>
    public static byte[] Text(int count, string end)
    {
        var text = new StringBuilder(count * (Width + end.Length));
        var rest = string.Concat(Enumerable.Repeat("abcdefghij", 8)) + "kl";
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i:D8}").Append(rest).Append(end);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
