using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes;

/// <summary>Recognises a full disk in what .NET throws.</summary>
internal static class FullDisk
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT

    /// <summary>.NET's own code for ENOSPC, ERROR_DISK_FULL as an HRESULT.</summary>
    private const int DiskFullResult = unchecked((int)0x80070070);

    public static bool Is(Exception exception) =>
        exception is IOException { HResult: NoSpaceLeft or QuotaExceeded or DiskFullResult };

    public static AgentException Refusal(Exception full) =>
        new(ErrorCode.NoSpace, "No room is left on the disk of the server's data directory: free some and try again.", null, full);
}
