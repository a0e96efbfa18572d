using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Agent.Contexts;

/// <summary>
/// Cuts what comes out of a driver's pipe into messages, however the bytes are split: 4 bytes of length, little endian, and
/// so many bytes of one JSON object.
/// </summary>
internal sealed class DriverFrames
{
    public const int MostFrameBytes = 64 * 1024 * 1024;

    private const int HeaderBytes = 4;

    /// <summary>What is kept of the buffer when a large frame has gone through it.</summary>
    private const int UsualBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private byte[] _buffer = new byte[UsualBytes];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes are to be put.</summary>
    public Memory<byte> Room
    {
        get
        {
            MakeRoom();
            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>So many bytes have been put into <see cref="Room"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <returns>The next whole message, to be disposed of; null: there is none yet.</returns>
    /// <exception cref="DriverProtocolException">Too long, no UTF-8, no JSON, nested too deeply, or no object.</exception>
    public JsonDocument? TryRead()
    {
        if (_end - _start < HeaderBytes)
        {
            return null;
        }

        var length = Length();
        if (_end - _start - HeaderBytes < length)
        {
            return null;
        }

        // A copy: what is read of the message may outlive the buffer's content.
        var body = _buffer.AsSpan(_start + HeaderBytes, length).ToArray();
        _start += HeaderBytes + length;
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > UsualBytes)
            {
                _buffer = new byte[UsualBytes];
            }
        }

        return Parse(body);
    }

    private static JsonDocument Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new DriverProtocolException("a message is not UTF-8");
        }

        JsonDocument message;
        try
        {
            message = JsonDocument.Parse(body, Options);
        }
        catch (JsonException exception)
        {
            throw new DriverProtocolException($"a message is not JSON: {exception.Message}");
        }

        if (message.RootElement.ValueKind != JsonValueKind.Object)
        {
            message.Dispose();
            throw new DriverProtocolException("a message is no object");
        }

        return message;
    }

    private int Length()
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        return length <= MostFrameBytes ? (int)length : throw new DriverProtocolException($"a message claims to have {length} bytes");
    }

    /// <summary>Grows no faster than bytes come: a length alone makes nobody reserve memory.</summary>
    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, HeaderBytes + MostFrameBytes));
        }
    }
}
