using System.Text;
using Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Agent.Sessions;

/// <summary>The file in memory that a shell sources its commands from.</summary>
internal sealed class SafeScript : IDisposable
{
    public SafeFileHandle Handle { get; } = DescriptorPair.MemoryFile("\n"u8);

    public void Set(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        RandomAccess.SetLength(Handle, bytes.Length);
        RandomAccess.Write(Handle, bytes, 0);
    }

    public void Dispose() => Handle.Dispose();
}
