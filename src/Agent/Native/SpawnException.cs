namespace Agent.Native;

/// <summary>How far the start of a program came. The numbers are those of <c>Launcher/protocol.h</c>.</summary>
internal enum SpawnStage
{
    /// <summary>The inner world is gone, or ended while the program was being started.</summary>
    Launcher = 0,

    /// <summary>The request is too large, or holds what no system call can take.</summary>
    Request = 1,

    /// <summary>No process was to be had: EAGAIN is a limit on their number.</summary>
    Fork = 2,
    Terminal = 3,
    Limits = 4,
    Credentials = 5,
    WorkingDirectory = 6,
    Descriptors = 7,

    /// <summary>ENOENT: no such program, or its interpreter is missing; EACCES: not executable; E2BIG: too long.</summary>
    Execute = 8,
}

/// <summary>A program could not be started. Nothing of it is left.</summary>
internal sealed class SpawnException(SpawnStage stage, int errno)
    : Exception($"The program could not be started ({stage}: {Native.Errno.Describe(errno)}).")
{
    public SpawnStage Stage { get; } = stage;

    public int Errno { get; } = errno;
}
