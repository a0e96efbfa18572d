using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Agent.Journal;

/// <summary>Where one record is put together before it is written: room for the header, then the payload. Reused; one writer.</summary>
internal sealed class RecordBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>Length (uint32) and CRC-32 (uint32) of the payload, little endian.</summary>
    public const int HeaderBytes = 8;

    /// <summary>The largest record, header included.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = new byte[1024];
    private int _length = HeaderBytes;

    public RecordBuffer() =>
        _json = new(this, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(HeaderBytes, _length - HeaderBytes);

    public bool FitsRecord => _length <= MaxRecordBytes;

    public void SetJson<T>(T value, JsonTypeInfo<T> type)
    {
        Clear();
        _json.Reset(this);
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
    }

    public void Set(ReadOnlySpan<byte> payload)
    {
        Clear();
        payload.CopyTo(GetSpan(payload.Length));
        Advance(payload.Length);
    }

    /// <summary>The whole record, header filled in. Valid until the next Set.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, Payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(4), Crc32.Of(Payload));
        return _bytes.AsSpan(0, _length);
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose() => _json.Dispose();

    private void Clear()
    {
        _length = HeaderBytes;
        if (_bytes.Length > 2 * MaxRecordBytes)
        {
            _bytes = new byte[1024];
        }
    }

    private void Reserve(int sizeHint)
    {
        var wanted = _length + Math.Max(sizeHint, 256);
        if (wanted > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(wanted, _bytes.Length * 2));
        }
    }
}
