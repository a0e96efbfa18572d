using System.Runtime.InteropServices;
using Ide.Core.Protocol.Errors;

namespace Agent.Native.FileSystem;

/// <summary>The one table from what a file system call fails with to what a client is told.</summary>
internal static class FileErrno
{
    public const int EPERM = 1, ENOENT = 2, EINTR = 4, EAGAIN = 11, EACCES = 13, EBUSY = 16, EEXIST = 17, EXDEV = 18,
        ENOTDIR = 20, EISDIR = 21, EINVAL = 22, EMFILE = 24, ETXTBSY = 26, EFBIG = 27, ENOSPC = 28, EROFS = 30,
        ENAMETOOLONG = 36, ENOSYS = 38, ENOTEMPTY = 39, ELOOP = 40, EOPNOTSUPP = 95, EDQUOT = 122;

    public static int Last => Marshal.GetLastPInvokeError();

    public static ErrorCode ToCode(int errno) => errno switch
    {
        EPERM or EACCES => ErrorCode.PermissionDenied,
        EROFS => ErrorCode.ReadOnly,
        ENOENT => ErrorCode.FileNotFound,
        EEXIST or ENOTEMPTY => ErrorCode.FileExists,
        EISDIR => ErrorCode.IsDirectory,
        ENOTDIR => ErrorCode.NotDirectory,
        ENAMETOOLONG => ErrorCode.NameTooLong,
        EBUSY or ETXTBSY => ErrorCode.ResourceBusy,
        ENOSPC or EDQUOT => ErrorCode.NoSpace,
        EFBIG => ErrorCode.FileTooLarge,
        EINVAL or ELOOP => ErrorCode.ValidationFailed,
        _ => ErrorCode.FilesystemError,
    };

    /// <summary>The refusal for the call that just failed.</summary>
    public static AgentException Failure(string path) => Failure(Last, path);

    public static AgentException Failure(int errno, string path) =>
        new(ToCode(errno), $"{path}: {Marshal.GetPInvokeErrorMessage(errno)}.");
}
