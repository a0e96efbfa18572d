using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native.FileSystem;

/// <summary>Reads a directory's names, as the kernel has them, without <c>.</c> and <c>..</c>.</summary>
internal static unsafe class DirectoryReader
{
    private const int BufferBytes = 32 * 1024;

    /// <param name="most">No more names than this; that a directory has a billion must cost nobody their memory.</param>
    /// <exception cref="Ide.Core.Protocol.Errors.AgentException">The directory cannot be read.</exception>
    public static List<byte[]> Read(SafeFileHandle directory, string path, int most = int.MaxValue)
    {
        var names = new List<byte[]>();
        var buffer = stackalloc byte[BufferBytes];
        while (names.Count < most)
        {
            var length = FileCalls.ReadEntries(directory, buffer, BufferBytes);
            if (length < 0 && FileErrno.Last == FileErrno.ENOENT)
            {
                break; // removed since it was opened: nothing is in it any more
            }

            if (length < 0)
            {
                throw FileErrno.Failure(path);
            }

            if (length == 0)
            {
                break;
            }

            // struct linux_dirent64: inode (8), offset (8), length of the record (2), type (1), name and NUL.
            for (nint at = 0; at < length && names.Count < most; at += *(ushort*)(buffer + at + 16))
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + at + 19);
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add([.. name, 0]);
                }
            }
        }

        return names;
    }
}
