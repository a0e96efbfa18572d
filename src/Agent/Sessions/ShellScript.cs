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
/// an unterminated quote stays inside. Both are called through <c>builtin</c> and followed by <c>&amp;&amp; [[ 1 ]]</c>: then neither a
/// function of that name is meant, nor is their failure, which is the command's own, a second one for <c>set -e</c> and a trap
/// on ERR; a plain <c>eval</c> would take both away from the command, too. What <c>set -x</c> and <c>set -v</c> print of this
/// text goes to the shell's own /dev/null: only the <c>eval</c> has the command's redirections, which end with it, those of an
/// <c>exec</c> in it included.
/// Job control is on: an interrupt then abandons the rest of a list even where the child that it waits for ended in order.
/// While a command runs, bash keeps the descriptors that it closed for it from 10 to about 40; a command that closes those by
/// number (<c>exec 12&lt;&amp;-</c>) spoils its own session. <c>docs/sessions.md</c> says what a user sees of all this.
/// </remarks>
internal static class ShellScript
{
    /// <summary>The script's file.</summary>
    public const int ScriptDescriptor = 62;

    /// <summary>The shell's variable that holds the status of a failure under <c>set -e</c>, from then to the command's end.</summary>
    private const string Failed = "__errexit";

    /// <summary>The shell's variable for a command's exit status, while it is reported.</summary>
    private const string Status = "__status";

    /// <summary>The shell's variable that shows that <c>builtin</c> is still bash's own.</summary>
    private const string IsSound = "__sound";

    /// <summary>Where the end of each command is reported.</summary>
    public const int StatusDescriptor = 61;

    /// <summary>The first of the pipes for output and input. High: while a command runs, bash keeps what it closed from 10 on.</summary>
    public const int FirstPipeDescriptor = 40;

    /// <summary>
    /// Said once: no history and no expansion of '!', no mail, no <c>suspend</c> (nobody could wake the shell), job control;
    /// jobs that end between commands are told at once, to /dev/null, and not to the next command's output; and a failure under
    /// <c>set -e</c> ends its command instead of the shell. For that the trap, which functions and subshells inherit, takes the
    /// option away and returns with the failure's status, out of each function up to the script; <see cref="Report"/> sets it
    /// again. Who sets a trap of their own on ERR has bash's way back: then the shell ends.
    /// </summary>
    public const string Begin =
        "set -mbE +o history +H; enable -n suspend; unset HISTFILE MAILCHECK; shopt -u checkwinsize; "
        + $"trap '{{ case $-${{{Failed}+e}} in *e*) {Failed}=$?; \\builtin set +e; \\builtin return ${Failed};; esac; }} 2>/dev/null' ERR\n";

    public static string Run { get; } = $"\\builtin . /proc/self/fd/{ScriptDescriptor} && [[ 1 ]]\n";

    /// <summary>
    /// Reports number, exit status and directories, each ended by NUL. It must not trip over <c>set -u</c>. A function that has
    /// the name <c>builtin</c> is taken away: in POSIX mode, which an assignment alone can turn on, <c>unset</c> is surely
    /// bash's. A shell that has lost the descriptors of report or script (<c>ulimit -n 10</c> takes them) ends: nobody would hear of
    /// it again.
    /// </summary>
    public static string Report(int number) =>
        $"{Status}=$?; {IsSound}=; \\builtin printf -v {IsSound} 1 && [[ 1 ]]; "
        + $"case ${IsSound} in 1) ;; *) POSIXLY_CORRECT=; \\unset -f builtin; \\unset -v POSIXLY_CORRECT;; esac; "
        + $"\\builtin printf '%s\\0' {number} \"${Status}\" \"${{PWD-}}\" \"${{OLDPWD-}}\" <&{ScriptDescriptor} >&{StatusDescriptor} || \\exit \"${Status}\"; "
        + $"case ${{{Failed}+e}} in e) \\builtin set -e;; esac; \\builtin unset -v {Failed} {Status} {IsSound} && [[ 1 ]]\n";

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
        var text = new StringBuilder("\\builtin eval ").Append(Quote(command.Text))
            .Append(" <").Append(command.Input is null ? "/dev/null" : $"/proc/self/fd/{stdin}")
            .Append(" >/proc/self/fd/").Append(stdout).Append(" 2>/proc/self/fd/").Append(stderr);
        for (var descriptor = FirstPipeDescriptor; descriptor < FirstPipeDescriptor + 3 * slots; descriptor++)
        {
            text.Append(' ').Append(descriptor).Append("<&-");
        }

        text.Append(' ').Append(StatusDescriptor).Append(">&- ").Append(ScriptDescriptor).Append("<&- && [[ 1 ]]");
        var line = command.Environment is { Count: > 0 } own ? With(own, text.ToString()) : text.ToString();
        return command.Directory is { } directory
            ? $"\\builtin cd -- {Quote(directory)} 2>/proc/self/fd/{stderr} && {line}\n"
            : line + "\n";
    }

    /// <summary>
    /// Variables for one line. Only <c>eval</c> itself, and not <c>builtin eval</c>, hands them on to programs; its failure is no
    /// second one either, since <c>return</c> leads past it.
    /// </summary>
    private static string With(IReadOnlyDictionary<string, string> variables, string line) =>
        $"\\builtin unset -f eval && {string.Concat(variables.Select(static variable => $"{variable.Key}={Quote(variable.Value)} "))}"
        + $"\\eval {Quote(line + "; \\builtin return")}";

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
