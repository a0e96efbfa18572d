namespace Agent.Journal;

/// <summary>Recognises a full disk in what .NET throws.</summary>
internal static class DiskFull
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT

    /// <summary>.NET's own code for ENOSPC, ERROR_DISK_FULL as an HRESULT.</summary>
    private const int DiskFullResult = unchecked((int)0x80070070);

    public static bool Is(Exception exception) =>
        exception is IOException { HResult: NoSpaceLeft or QuotaExceeded or DiskFullResult };
}
