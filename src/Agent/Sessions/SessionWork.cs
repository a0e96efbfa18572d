using Agent.Runs;

namespace Agent.Sessions;

/// <summary>Something a session has to do in its turn.</summary>
internal abstract record SessionWork
{
    private SessionWork() { }

    /// <param name="Run">Begun; finished by the session.</param>
    /// <param name="Timeout">From the moment at which it begins to run; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: none.</param>
    public sealed record Command(ShellCommand What, Run Run, TimeSpan Timeout) : SessionWork;

    /// <summary>Sets and unsets variables for all that follows.</summary>
    public sealed record Export(IReadOnlyDictionary<string, string?> Variables) : SessionWork;
}
