namespace Agent.Native;

/// <summary>A process at one moment. Pid and start time together name it; a pid alone may come again.</summary>
/// <param name="Pid">As user code sees it.</param>
/// <param name="Parent">0 for what the launcher itself is the parent of.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="StartTime">Clock ticks since boot.</param>
/// <param name="Name">The first 15 bytes of its program's name, or what it calls itself: user's text.</param>
/// <param name="State">The letter of proc(5): R, S, D, T, …</param>
internal sealed record ProcessSnapshot(
    int Pid, int Parent, int Group, int Session, ulong StartTime, string Name, char State);
