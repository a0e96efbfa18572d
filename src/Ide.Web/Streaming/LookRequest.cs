using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Ide.Web.Streaming;

/// <summary>Where a page says that its person looks; everybody in the sandbox is told.</summary>
/// <param name="Pane">The view that has their keyboard: lower-case letters and dashes; null: none.</param>
/// <param name="Path">The file in front of the editor.</param>
/// <param name="Line">The cursor's line in it, from 1.</param>
/// <param name="TerminalId">The terminal in front.</param>
/// <param name="IsAway">Nobody looks at the page.</param>
internal sealed record LookRequest(
    string? Pane = null, string? Path = null, int? Line = null, string? TerminalId = null, bool IsAway = false)
{
    private const int MostPaneCharacters = 20;

    /// <summary>What is longer goes to every page of the sandbox at each move, and no file that people work on is called so.</summary>
    private const int MostPathCharacters = 1024;

    /// <exception cref="AgentException">A field makes no sense.</exception>
    public PresenceLook? Check()
    {
        if (Pane is not null && (Pane.Length is 0 or > MostPaneCharacters || !Pane.All(static letter => letter is '-' or (>= 'a' and <= 'z'))))
        {
            throw AgentException.Invalid("pane", $"Expected at most {MostPaneCharacters} lower-case letters and dashes.");
        }

        if (Path is { Length: > MostPathCharacters })
        {
            throw AgentException.Invalid("path", $"Expected at most {MostPathCharacters} characters.");
        }

        if (Line is < 1)
        {
            throw AgentException.Invalid("line", "Expected a line from 1 on.");
        }

        var path = HubCalls.ReadOptional<SandboxPath>(Path, "path");
        var terminal = HubCalls.ReadOptional<TerminalId>(TerminalId, "terminalId");
        return Pane is null ? null : new(Pane, path, path is null ? null : Line, terminal);
    }
}
