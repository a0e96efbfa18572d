using Agent.Journal;

namespace Agent.Runs;

/// <summary>What a run needs of its surroundings.</summary>
/// <param name="Ended">Called after each run's end.</param>
internal sealed record RunHost(string Directory, EventJournal Journal, JournalLimits Limits, TimeProvider Time, Action<Run> Ended);
