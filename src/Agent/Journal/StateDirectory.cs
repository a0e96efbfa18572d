namespace Agent.Journal;

/// <summary>
/// The directory of everything an Agent keeps, and the lock on it: two Agents must never write the same journal. The
/// kernel drops the lock with the process, however it ends.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly FileStream _lock;

    private StateDirectory(string root, FileStream held)
    {
        Root = root;
        _lock = held;
    }

    public string Root { get; }

    public string Journal => Path.Combine(Root, "journal");

    public string Runs => Path.Combine(Root, "runs");

    /// <summary>Named pipes of the shells. Emptied at each start.</summary>
    public string Shells => Path.Combine(Root, "shells");

    /// <exception cref="IOException">Another Agent holds the directory.</exception>
    public static StateDirectory Open(string root)
    {
        Directory.CreateDirectory(root);
        var path = Path.Combine(root, "lock");
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix.
            return new(root, new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"Another Agent holds the state in {root}.", exception);
        }
    }

    public void Dispose() => _lock.Dispose();
}
