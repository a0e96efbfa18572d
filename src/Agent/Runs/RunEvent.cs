using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>One event of a run, as everybody gets it who follows the run.</summary>
/// <param name="Id">Counts within the run, from 1.</param>
/// <param name="Happened">The journal's event. Of output it has no text: that is in <paramref name="Bytes"/>.</param>
/// <param name="Bytes">
/// The output's bytes (whole characters, or not UTF-8 at all), valid until the next event is read. What a result consists of
/// is left in <see cref="Run.Output"/>: it may be large.
/// </param>
internal readonly record struct RunEvent(long Id, JournalEvent Happened, ReadOnlyMemory<byte> Bytes);
