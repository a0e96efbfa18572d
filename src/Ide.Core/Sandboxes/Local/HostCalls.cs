using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ide.Core.Sandboxes.Local;

/// <summary>The system calls that .NET has no method for.</summary>
internal static partial class HostCalls
{
    public const int KillSignal = 9;

    public static bool IsRoot => GetEffectiveUser() == 0;

    public static int User => (int)GetEffectiveUser();

    /// <summary>Gives a file, a link itself or a directory to a user and the group of the same number.</summary>
    public static void ChangeOwner(string path, int user)
    {
        if (ChangeLinkOwner(path, (uint)user, (uint)user) != 0)
        {
            throw new IOException($"{path} cannot be given to user {user} (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>Sends a signal; a process that is gone already is no failure.</summary>
    public static void Kill(int pid, int signal) => _ = SendSignal(pid, signal);

    /// <summary>Opens a directory as a mere place, so that it can be named by <c>/proc/self/fd/N</c>.</summary>
    public static SafeFileHandle OpenDirectory(string path)
    {
        var handle = new SafeFileHandle(Open(path, PathOnlyDirectory), ownsHandle: true);
        return handle.IsInvalid
            ? throw new IOException($"{path} cannot be opened (errno {Marshal.GetLastPInvokeError()}).")
            : handle;
    }

    /// <summary>O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC.</summary>
    private const int PathOnlyDirectory = 0x200000 | 0x10000 | 0x20000 | 0x80000;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeLinkOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
