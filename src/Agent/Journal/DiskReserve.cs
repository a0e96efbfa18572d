namespace Agent.Journal;

/// <summary>A file that holds some of the disk, to be let go when the disk is full and something must still be written.</summary>
internal sealed class DiskReserve(string path)
{
    private const int Bytes = 1024 * 1024;

    public bool IsHeld { get; private set; }

    /// <summary>Takes the reserve (back) if the disk has room for it and as much again.</summary>
    public void TryRestore()
    {
        if (IsHeld)
        {
            return;
        }

        try
        {
            if (new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < 2 * Bytes)
            {
                return;
            }

            // Written, not just set to a length: only blocks that hold bytes are ours.
            File.WriteAllBytes(path, new byte[Bytes]);
            IsHeld = true;
        }
        catch (IOException)
        {
            File.Delete(path);
        }
    }

    public void Release()
    {
        IsHeld = false;
        File.Delete(path);
    }
}
