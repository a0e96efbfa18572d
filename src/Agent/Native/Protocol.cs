using System.Runtime.InteropServices;

namespace Agent.Native;

/// <summary>The messages of <c>Launcher/protocol.h</c>, which explains them; field for field the same.</summary>
internal static class Protocol
{
    public const uint Magic = 0x4c454449, Version = 1;
    public const int MostDescriptors = 32, HighestDescriptor = 63, MostLimits = 16, MostSpared = 2048,
        LongestRequest = 4 << 20, LongestReport = 64 * 1024;

    public enum CommandKind : uint
    {
        Spawn = 1,
        Statistics = 2,
    }

    [Flags]
    public enum SpawnFlags : uint
    {
        Terminal = 1,
        CreateDirectory = 2,
        Credentials = 4,
        Subreaper = 8,
    }

    public enum OperationKind : uint
    {
        Signal = 1,
        List = 2,
        Foreground = 3,
    }

    public enum ReportKind : uint
    {
        Started = 1,
        Failed = 2,
        Exited = 3,
        Signalled = 4,
        Tree = 5,
        Foreground = 6,
        Statistics = 7,
    }

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Hello(uint Magic, uint Version, int Pid, uint Reserved);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Command(uint Magic, CommandKind Kind);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct SpawnHeader(
        uint Magic,
        SpawnFlags Flags,
        int Arguments,
        int Environment,
        int Descriptors,
        int Limits,
        int Nice,
        int OutOfMemoryScore,
        uint UserId,
        uint GroupId,
        ushort Rows,
        ushort Columns,
        uint Reserved);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Limit(ulong Resource, ulong Soft, ulong Hard);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Operation(
        OperationKind Kind, uint Id, int Signal, uint Scope, int Pid, uint Spared, ulong StartTime);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Spared(int Pid, int Group, int Session, uint Reserved, ulong StartTime);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Report(ReportKind Kind, uint Id, int A, int B, ulong X, ulong Y, ulong Z);

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct TreeEntry
    {
        public int Pid, Parent, Group, Session;
        public ulong StartTime;
        public fixed byte Name[16];
        public uint State, Reserved;
    }
}
