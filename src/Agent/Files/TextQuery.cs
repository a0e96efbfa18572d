using System.Text.RegularExpressions;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>What a search looks for, in one line after another.</summary>
/// <remarks>Expressions are hostile: a line that takes longer than <see cref="LongestMatch"/> ends the search.</remarks>
internal sealed class TextQuery
{
    private const int MostCharacters = 1000;

    /// <summary>For one line; a whole file of ordinary lines takes less.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly string _query;
    private readonly StringComparison _comparison;
    private readonly bool _isWholeWord;
    private readonly string? _replacement;
    private readonly Regex? _regex;

    public TextQuery(SearchFilesRequest request)
    {
        _query = request.Query;
        if (_query.Length is 0 or > MostCharacters || _query.AsSpan().ContainsAny('\n', '\r', '\0'))
        {
            throw AgentException.Invalid("query", $"expected one line of 1 to {MostCharacters} characters");
        }

        _comparison = request.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        _isWholeWord = request.WholeWord;
        _replacement = request.Replacement;
        _regex = request.Regex ? Compile(request) : null;
    }

    /// <summary>Whether a text may hold a match at all; false is certain and cheap.</summary>
    public bool MayMatch(ReadOnlySpan<char> text) => _regex is not null || text.Contains(_query, _comparison);

    /// <summary>Adds the matches of a line.</summary>
    /// <exception cref="RegexMatchTimeoutException">The expression is not for this text.</exception>
    public void Find(ReadOnlySpan<char> line, List<FoundText> found)
    {
        if (_regex is null)
        {
            FindLiteral(line, found);
        }
        else if (_replacement is null)
        {
            foreach (var match in _regex.EnumerateMatches(line))
            {
                if (match.Length > 0)
                {
                    found.Add(new(match.Index, match.Length, null));
                }
            }
        }
        else if (_regex.IsMatch(line))
        {
            found.AddRange(_regex.Matches(line.ToString())
                .Where(static match => match.Length > 0)
                .Select(match => new FoundText(match.Index, match.Length, match.Result(_replacement))));
        }
    }

    private void FindLiteral(ReadOnlySpan<char> line, List<FoundText> found)
    {
        for (var from = 0; line[from..].IndexOf(_query, _comparison) is >= 0 and var at;)
        {
            var index = from + at;
            if (!_isWholeWord || IsWholeWord(line, index))
            {
                found.Add(new(index, _query.Length, _replacement));
            }

            from = index + _query.Length;
        }
    }

    private bool IsWholeWord(ReadOnlySpan<char> line, int index)
    {
        var end = index + _query.Length;
        return !(index > 0 && IsOfWord(line[index]) && IsOfWord(line[index - 1]))
            && !(end < line.Length && IsOfWord(line[end - 1]) && IsOfWord(line[end]));
    }

    private static bool IsOfWord(char character) => character == '_' || char.IsLetterOrDigit(character);

    private static Regex Compile(SearchFilesRequest request)
    {
        var pattern = request.WholeWord ? $@"\b(?:{request.Query})\b" : request.Query;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | (request.CaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase), LongestMatch);
        }
        catch (ArgumentException exception)
        {
            throw AgentException.Invalid("query", $"is no regular expression ({exception.Message})");
        }
    }
}

/// <param name="Replacement">What would stand in its place; null when nobody asked.</param>
internal readonly record struct FoundText(int Index, int Length, string? Replacement);
