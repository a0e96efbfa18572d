using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Agent.Native;

/// <summary>Writes a request as <c>Launcher/request.c</c> reads it.</summary>
internal static class SpawnRequestEncoder
{

    /// <param name="request">What to start.</param>
    /// <param name="descriptors">The numbers at which the descriptors of the message are installed, in its order.</param>
    public static ReadOnlyMemory<byte> Encode(SpawnRequest request, IReadOnlyList<int> descriptors)
    {
        if (request.Arguments.IsDefaultOrEmpty || descriptors.Count > Protocol.MostDescriptors
            || descriptors.Any(number => number is < 0 or > Protocol.HighestDescriptor)
            || request.Limits.Count > Protocol.MostLimits)
        {
            throw new SpawnException(SpawnStage.Request, Errno.EINVAL);
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        Write(buffer, new Protocol.SpawnHeader(
            Protocol.Magic,
            FlagsOf(request),
            request.Arguments.Length,
            request.Environment.Count,
            descriptors.Count,
            request.Limits.Count,
            request.Nice,
            request.OutOfMemoryScore,
            request.User?.UserId ?? 0,
            request.User?.GroupId ?? 0,
            request.Terminal?.Rows ?? 0,
            request.Terminal?.Columns ?? 0,
            0));
        foreach (var number in descriptors)
        {
            Write(buffer, number);
        }

        foreach (var limit in request.Limits)
        {
            Write(buffer, new Protocol.Limit((ulong)limit.Resource, limit.Soft, limit.Hard));
        }

        WriteString(buffer, request.WorkingDirectory);
        foreach (var argument in request.Arguments)
        {
            WriteString(buffer, argument);
        }

        foreach (var (name, value) in request.Environment)
        {
            if (name.Length == 0 || name.Contains('='))
            {
                throw new SpawnException(SpawnStage.Request, Errno.EINVAL);
            }

            WriteString(buffer, $"{name}={value}");
        }

        return buffer.WrittenMemory;
    }

    private static Protocol.SpawnFlags FlagsOf(SpawnRequest request) =>
        (request.Terminal is null ? 0 : Protocol.SpawnFlags.Terminal)
        | (request.CreateWorkingDirectory ? Protocol.SpawnFlags.CreateDirectory : 0)
        | (request.User is null ? 0 : Protocol.SpawnFlags.Credentials)
        | (request.AdoptsOrphans ? Protocol.SpawnFlags.Subreaper : 0);

    private static void Write<T>(ArrayBufferWriter<byte> buffer, in T value)
        where T : unmanaged => buffer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static void WriteString(ArrayBufferWriter<byte> buffer, string text)
    {
        if (text.Contains('\0'))
        {
            throw new SpawnException(SpawnStage.Request, Errno.EINVAL);
        }

        if (text.Length > Protocol.LongestRequest - buffer.WrittenCount)
        {
            throw new SpawnException(SpawnStage.Request, Errno.E2BIG);
        }

        Encoding.UTF8.GetBytes(text, buffer);
        buffer.Write("\0"u8);
        if (buffer.WrittenCount > Protocol.LongestRequest)
        {
            throw new SpawnException(SpawnStage.Request, Errno.E2BIG);
        }
    }
}
