using System.Text;
using System.Text.Json;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Runs;

/// <summary>Makes what people and programs wrote fit into a record of the journal.</summary>
internal static class RunText
{
    /// <summary>The most that one event's texts take as JSON together.</summary>
    private const int ErrorBudget = 48 * 1024;

    /// <summary>The beginning of a text that takes at most so many bytes as JSON.</summary>
    public static string Cut(string text, int limit)
    {
        if ((long)text.Length * 12 <= limit)
        {
            return text;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = Utf8Text.CutToJson(utf8, limit);
        return length == utf8.Length ? text : Encoding.UTF8.GetString(utf8.AsSpan(0, length));
    }

    public static JsonElement ParseJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Cuts an error's trace in its middle, where the frames of a runaway recursion are, and its message at its end.</summary>
    public static RunError Fit(RunError error)
    {
        var trace = error.Traceback.Select(static line => Cut(line, 4 * 1024)).ToList();
        var evalue = Cut(error.Evalue, ErrorBudget / 4);
        var left = ErrorBudget - Cost(evalue);
        var (head, tail) = (new List<string>(), new List<string>());
        for (int first = 0, last = trace.Count - 1; first <= last;)
        {
            var fromHead = head.Count <= tail.Count;
            var line = fromHead ? trace[first++] : trace[last--];
            left -= Cost(line) + 3;
            if (left < 0)
            {
                head.Add($"… {trace.Count - head.Count - tail.Count} lines left out …");
                break;
            }

            (fromHead ? head : tail).Add(line);
        }

        tail.Reverse();
        return error with { Ename = Cut(error.Ename, 1024), Evalue = evalue, Traceback = [.. head, .. tail] };
    }

    private static int Cost(string text) => text.Sum(static character => character switch
    {
        < ' ' or '\x7f' => 6,
        '"' or '\\' => 2,
        < '\x80' => 1,
        _ => 6,
    });
}
