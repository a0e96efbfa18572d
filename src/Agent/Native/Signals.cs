using System.Collections.Frozen;

namespace Agent.Native;

/// <summary>Signal numbers of x86-64 and arm64 Linux, by the names that people and programs use for them.</summary>
internal static class Signals
{
    public const int Hup = 1, Int = 2, Quit = 3, Kill = 9, Usr1 = 10, Usr2 = 12, Term = 15, Cont = 18, Stop = 19,
        TerminalStop = 20, WindowChange = 28;

    private static readonly string[] Names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
        "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR",
        "SIGSYS",
    ];

    private static readonly FrozenDictionary<string, int> Numbers = Enumerable.Range(1, Names.Length - 1)
        .Select(number => (Name: Names[number], Number: number))
        .Concat([(Name: "SIGPOLL", Number: 29), (Name: "SIGIOT", Number: 6), (Name: "SIGCLD", Number: 17)])
        .ToFrozenDictionary(signal => signal.Name, signal => signal.Number, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads <c>SIGTERM</c>, <c>TERM</c>, <c>term</c> or <c>15</c>; real-time signals by number only.</summary>
    public static bool TryParse(string? text, out int signal)
    {
        signal = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out signal))
        {
            return signal is >= 1 and <= 64;
        }

        return Numbers.TryGetValue(text, out signal) || Numbers.TryGetValue("SIG" + text, out signal);
    }

    public static string NameOf(int signal) =>
        signal > 0 && signal < Names.Length ? Names[signal] : $"SIG{signal}";
}
