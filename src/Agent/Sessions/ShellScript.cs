using System.Text;
using Agent.Runs;

namespace Agent.Sessions;

/// <summary>One command for a living shell.</summary>
/// <param name="Environment">Variables for this command alone; null: none.</param>
/// <param name="Directory">Where it runs, for this command alone; null: where the shell is.</param>
/// <param name="Input">What it reads; null: nothing, as from /dev/null.</param>
internal sealed record ShellCommand(
    string Text, IReadOnlyDictionary<string, string>? Environment = null, string? Directory = null, HeldInput? Input = null);

/// <summary>
/// What a living shell is told, as text. The shell reads lines from its standard input; each command is a script that it
/// sources from a file, and a second line, which it reaches whatever the first one did, reports the end.
/// </summary>
/// <remarks>
/// Sourced, since then the shell does not count itself interactive meanwhile and prints no job numbers; <c>eval</c>, so that
/// an unterminated quote stays inside; a group, so that redirections and <c>exec</c> end with it. Job control is on: an
/// interrupt then abandons the rest of a list even where the child that it waits for ended in order. While a command runs,
/// bash keeps the descriptors that it closed for it from 10 to about 40; a command that closes those by number
/// (<c>exec 12&lt;&amp;-</c>) spoils its own session.
/// </remarks>
internal static class ShellScript
{
    /// <summary>The script's file.</summary>
    public const int ScriptDescriptor = 62;

    /// <summary>The shell's variable that holds the status of a failure under <c>set -e</c>, from then to the command's end.</summary>
    private const string Failed = "__errexit";

    /// <summary>Where the end of each command is reported.</summary>
    public const int StatusDescriptor = 61;

    /// <summary>The first of the pipes for output and input. High: while a command runs, bash keeps what it closed from 10 on.</summary>
    public const int FirstPipeDescriptor = 40;

    /// <summary>
    /// Said once: no history and no expansion of '!', no mail, job control; and a failure under <c>set -e</c> ends its
    /// command instead of the shell. For that the trap, which functions and subshells inherit, takes the option away and
    /// returns with the failure's status, out of each function up to the script; <see cref="Report"/> sets it again. Who
    /// sets a trap of their own on ERR has bash's way back: then the shell ends.
    /// </summary>
    public const string Begin =
        "set -mE +o history +H; unset HISTFILE MAILCHECK; shopt -u checkwinsize; "
        + $"trap 'case $-${{{Failed}+e}} in *e*) {Failed}=$?; \\builtin set +e; \\builtin return ${Failed};; esac' ERR\n";

    public static string Run { get; } = $"\\. /proc/self/fd/{ScriptDescriptor}\n";

    /// <summary>Reports number, exit status and directories, each ended by NUL. It must not trip over <c>set -u</c>.</summary>
    public static string Report(int number) =>
        $"\\builtin printf '%s\\0' {number} \"$?\" \"${{PWD-}}\" \"${{OLDPWD-}}\" >&{StatusDescriptor}; "
        + $"case ${{{Failed}+e}} in e) \\builtin unset -v {Failed}; \\builtin set -e;; esac\n";

    /// <summary>Takes a command's own directory back.</summary>
    public static string Return(string directory, string previous) =>
        $"\\builtin cd -- {Quote(directory)} && OLDPWD={Quote(previous)}\n";

    /// <summary>Sets and unsets variables for all that follows.</summary>
    public static string Export(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append(value is null ? $"\\builtin unset -v {name}\n" : $"\\builtin export {name}={Quote(value)}\n");
        }

        return text.ToString();
    }

    /// <param name="slot">Which of the shell's pipes the command gets.</param>
    /// <param name="slots">How many there are: the command inherits none of them.</param>
    public static string Of(ShellCommand command, int slot, int slots)
    {
        var (stdin, stdout, stderr) = PipesOf(slot);
        var text = new StringBuilder("{ ");
        if (command.Directory is { } directory)
        {
            text.Append("\\builtin cd -- ").Append(Quote(directory)).Append(" && ");
        }

        foreach (var (name, value) in command.Environment ?? new Dictionary<string, string>())
        {
            text.Append(name).Append('=').Append(Quote(value)).Append(' ');
        }

        text.Append("\\eval ").Append(Quote(command.Text));
        for (var descriptor = FirstPipeDescriptor; descriptor < FirstPipeDescriptor + 3 * slots; descriptor++)
        {
            text.Append(' ').Append(descriptor).Append("<&-");
        }

        return text
            .Append(' ').Append(StatusDescriptor).Append(">&- ").Append(ScriptDescriptor).Append("<&-; } <")
            .Append(command.Input is null ? "/dev/null" : $"/proc/self/fd/{stdin}")
            .Append(" >/proc/self/fd/").Append(stdout).Append(" 2>/proc/self/fd/").Append(stderr).Append('\n')
            .ToString();
    }

    /// <summary>The descriptors of a slot's pipes in the shell.</summary>
    public static (int Stdin, int Stdout, int Stderr) PipesOf(int slot)
    {
        var first = FirstPipeDescriptor + 3 * slot;
        return (first, first + 1, first + 2);
    }

    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Whether a name can be a variable of a shell.</summary>
    public static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
