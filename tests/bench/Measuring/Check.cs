using System.Runtime.CompilerServices;
using System.Text;

namespace Bench.Measuring;

/// <summary>Holds an answer against what it must be.</summary>
internal static class Check
{
    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new WrongAnswerException($"{what} is {actual} instead of {expected}.");
        }
    }

    /// <summary>Compares byte for byte and says where the first difference lies.</summary>
    public static void Bytes(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        var same = expected.CommonPrefixLength(actual);
        if (same != expected.Length || same != actual.Length)
        {
            var there = Encoding.UTF8.GetString(actual.Slice(same, Math.Min(60, actual.Length - same)));
            throw new WrongAnswerException(
                $"{what} differs from byte {same} on: {actual.Length} bytes came, {expected.Length} were expected; there stands \"{there}\".");
        }
    }
}
