using System.Text;
using Ide.Core.Protocol.Errors;

namespace Agent.Runs;

/// <summary>
/// How much of what programs are given to read waits in memory until they read it: for those that do not, and for commands in
/// a queue. A thousand runs may be open with up to 32 MiB each, and an Agent without memory takes its sandbox with it. Small
/// ones are always taken; the others share one room, and who finds none in it is refused at once: only a program that
/// reads, or ends, makes room, and none can be made to.
/// </summary>
internal sealed class InputRoom
{
    /// <summary>Two of the largest.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>What a pipe holds. With the most runs that may be open this is once more <see cref="MostBytes"/>.</summary>
    private const int SmallBytes = 64 * 1024;

    private long _held;

    /// <summary>Holds the text as UTF-8; null stays null.</summary>
    /// <inheritdoc cref="Hold(byte[])"/>
    public HeldInput? Hold(string? text) => text is null ? null : Hold(Encoding.UTF8.GetBytes(text));

    /// <returns>To be disposed when it has been read, or nobody will read it any more.</returns>
    /// <exception cref="AgentException">TOO_MANY_REQUESTS.</exception>
    public HeldInput Hold(byte[] bytes)
    {
        if (bytes.Length <= SmallBytes)
        {
            return new(bytes, static () => { });
        }

        if (Interlocked.Add(ref _held, bytes.Length) > MostBytes)
        {
            Interlocked.Add(ref _held, -bytes.Length);
            throw new AgentException(
                ErrorCode.TooManyRequests,
                $"{MostBytes >> 20} MiB of input wait already for programs to read them; end one that does not read, or put the input into a file.");
        }

        var length = bytes.Length;
        return new(bytes, () => Interlocked.Add(ref _held, -length));
    }
}

/// <summary>What a program is given to read, with its place in the <see cref="InputRoom"/>.</summary>
internal sealed class HeldInput(byte[] bytes, Action release) : IDisposable
{
    // An array, which is read and replaced as one: a disposal may meet the read of who begins to write it.
    private byte[] _bytes = bytes;
    private Action? _release = release;

    /// <summary>Nothing after the disposal.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    public void Dispose()
    {
        _bytes = [];
        Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
