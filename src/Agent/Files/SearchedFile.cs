using System.Text;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>Why a file has no text to search.</summary>
internal enum Unsearched
{
    No,
    Binary,
    Large,
    Unreadable,
}

/// <summary>Reads one file after another into the same memory, and finds a query in each.</summary>
internal sealed class SearchedFile(SandboxRoot root, TextQuery query)
{
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Of the line that a match shows: this much before it, and in all.</summary>
    private const int ShownBefore = 60, Shown = 300;

    private byte[] _bytes = new byte[64 * 1024];
    private char[] _text = new char[64 * 1024];

    public string ETag { get; private set; } = "";

    /// <param name="found">Gets the file's matches, at most <paramref name="most"/>.</param>
    public Unsearched Search(WalkedEntry file, int most, List<SearchMatch> found)
    {
        if (file.Status.Size > MostBytes)
        {
            return Unsearched.Large;
        }

        var length = Read(file);
        if (length < 0)
        {
            return Unsearched.Unreadable;
        }

        var bytes = _bytes.AsSpan(0, length);
        if (bytes.Contains((byte)0))
        {
            return Unsearched.Binary;
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        _text = _text.Length < bytes.Length ? new char[_bytes.Length] : _text;
        var text = _text.AsSpan(0, Encoding.UTF8.GetChars(bytes, _text));
        if (query.MayMatch(text))
        {
            FindIn(text, most, found);
        }

        return Unsearched.No;
    }

    private void FindIn(ReadOnlySpan<char> text, int most, List<SearchMatch> found)
    {
        var inLine = new List<FoundText>();
        var number = 0;
        foreach (var whole in text.Split('\n'))
        {
            number++;
            var line = text[whole].TrimEnd('\r');
            query.Find(line, inLine);
            foreach (var match in inLine)
            {
                if (found.Count == most)
                {
                    return;
                }

                var start = Math.Max(0, match.Index - ShownBefore);
                var shown = line[start..Math.Min(line.Length, start + Shown)].ToString();
                found.Add(new(number, match.Index + 1, match.Length, shown, match.Index - start, match.Replacement));
            }

            inLine.Clear();
        }
    }

    /// <returns>How many bytes it has; -1 when it cannot be read.</returns>
    private int Read(WalkedEntry file)
    {
        using var opened = OpenedEntry.TryOpen(root, file.Directory, file.Name);
        if (opened is null)
        {
            return -1;
        }

        ETag = opened.Status.ETag;
        if (_bytes.Length <= opened.Status.Size)
        {
            _bytes = new byte[Math.Min(MostBytes, opened.Status.Size * 2) + 1];
        }

        for (var length = 0; ;)
        {
            var count = opened.Read(_bytes.AsSpan(length), length);
            if (count <= 0)
            {
                return count < 0 ? count : length;
            }

            length += count;
        }
    }
}
