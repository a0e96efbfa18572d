using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native.FileSystem;

internal enum FileKind
{
    File,
    Directory,
    Link,
    Pipe,
    Socket,
    Device,
}

/// <summary>What statx (2) says of a file.</summary>
/// <param name="Permissions">The nine permission bits and set-uid, set-gid, sticky.</param>
/// <param name="IsMountRoot">Something is mounted here: to remove or rename it would tear the mount off.</param>
internal readonly record struct FileStatus(
    FileKind Kind,
    uint Permissions,
    long Size,
    ulong Device,
    ulong Inode,
    long ModifiedNanoseconds,
    long ChangedNanoseconds,
    bool IsMountRoot)
{
    private const ulong MountRootAttribute = 0x2000;

    public DateTimeOffset ModifiedAt => DateTimeOffset.UnixEpoch.AddTicks(ModifiedNanoseconds / 100);

    /// <summary>
    /// Names this content of this file. The inode tells apart what a rename put in place, the two times what was written
    /// in place: the kernel sets ctime at every write and nobody can set it back.
    /// </summary>
    /// <remarks>Kernels before 6.13 count both times in ticks of 1 to 4 ms, so of two writes in place of the same length
    /// within one tick they tell one. What the Agent writes has a new inode and a time to the nanosecond.</remarks>
    public string ETag => string.Create(
        CultureInfo.InvariantCulture,
        $"\"{Device:x}-{Inode:x}-{Size:x}-{ModifiedNanoseconds:x}-{ChangedNanoseconds:x}\"");

    /// <summary>The mode as <c>ls</c> shows it, without the letter of the kind.</summary>
    public string ModeText
    {
        get
        {
            const string letters = "rwxrwxrwx";
            return string.Create(9, Permissions, static (text, mode) =>
            {
                for (var i = 0; i < 9; i++)
                {
                    text[i] = (mode & (256u >> i)) != 0 ? letters[i] : '-';
                }
            });
        }
    }

    /// <summary>Of the open file itself.</summary>
    public static FileStatus? Of(SafeFileHandle file) => Read(file, [0], FileCalls.AT_EMPTY_PATH);

    /// <summary>Of a name in a directory, not following a link. Null: the call failed, see <see cref="FileErrno.Last"/>.</summary>
    public static FileStatus? Of(SafeFileHandle directory, byte[] name) =>
        Read(directory, name, FileCalls.AT_SYMLINK_NOFOLLOW);

    private static unsafe FileStatus? Read(SafeFileHandle directory, byte[] name, int flags)
    {
        Raw raw;
        if (FileCalls.Statx(directory, name, flags, FileCalls.STATX_BASIC_STATS, &raw) != 0)
        {
            return null;
        }

        var kind = (raw.Mode & 0xf000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Directory,
            0xa000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            0xc000 => FileKind.Socket,
            _ => FileKind.Device,
        };
        return new(
            kind,
            raw.Mode & 0xfffu,
            (long)raw.Size,
            ((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor,
            raw.Inode,
            Nanoseconds(raw.Modified),
            Nanoseconds(raw.Changed),
            (raw.Attributes & raw.AttributesMask & MountRootAttribute) != 0);
    }

    private static long Nanoseconds(RawTime time) => unchecked((time.Seconds * 1_000_000_000) + time.Nanoseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct RawTime
    {
        public long Seconds;
        public uint Nanoseconds;
        public int Reserved;
    }

    /// <summary>struct statx of linux/stat.h, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Raw
    {
        public uint Mask, BlockSize;
        public ulong Attributes;
        public uint Links, User, Group;
        public ushort Mode, Reserved;
        public ulong Inode, Size, Blocks, AttributesMask;
        public RawTime Accessed, Created, Changed, Modified;
        public uint SpecialMajor, SpecialMinor, DeviceMajor, DeviceMinor;
    }
}
