using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native.FileSystem;

/// <summary>inotify (7).</summary>
internal static partial class NotifyCalls
{
    public const int IN_CLOEXEC = 0x80000, IN_NONBLOCK = 0x800;

    public const uint IN_MODIFY = 2, IN_ATTRIB = 4, IN_CLOSE_WRITE = 8, IN_MOVED_FROM = 0x40, IN_MOVED_TO = 0x80, IN_CREATE = 0x100,
        IN_DELETE = 0x200, IN_DELETE_SELF = 0x400, IN_MOVE_SELF = 0x800, IN_Q_OVERFLOW = 0x4000, IN_IGNORED = 0x8000,
        IN_ONLYDIR = 0x1000000, IN_EXCL_UNLINK = 0x4000000, IN_ISDIR = 0x40000000;

    /// <summary>struct inotify_event, followed by <see cref="NameLength"/> bytes of name and NULs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Event
    {
        public int Watch;
        public uint Mask, Cookie, NameLength;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    public static partial int AddWatch(SafeFileHandle notify, byte[] path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static partial int RemoveWatch(SafeFileHandle notify, int watch);
}
