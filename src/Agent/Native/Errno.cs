namespace Agent.Native;

/// <summary>The error numbers of x86-64 and arm64 Linux that the Agent tells apart, and the sentence for any.</summary>
internal static class Errno
{
    public const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, ENXIO = 6, E2BIG = 7, EAGAIN = 11, EACCES = 13, ENOTDIR = 20,
        EINVAL = 22, EMFILE = 24, ENOSPC = 28, EPIPE = 32, ENOTTY = 25, EPROTO = 71, ECONNRESET = 104;

    public static string Describe(int errno) => System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno);
}
