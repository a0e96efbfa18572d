using System.Buffers.Binary;
using System.Text.Unicode;

namespace Agent.Files;

/// <summary>One entry of a zip file, and how its two headers are written (APPNOTE.TXT 6.3.10, 4.3.7 and 4.3.12).</summary>
/// <param name="Name">As bytes; a directory's ends with a slash.</param>
/// <param name="Mode">Kind and permissions, as Unix has them.</param>
/// <param name="IsDeflated">Otherwise stored.</param>
/// <param name="IsLarge">It may come to 4 GiB or more, so its sizes are written with eight bytes.</param>
/// <param name="Offset">Of its local header.</param>
internal sealed record ZipEntry(byte[] Name, uint Mode, DateTimeOffset ModifiedAt, bool IsDeflated, bool IsLarge, long Offset)
{
    private const uint LocalSignature = 0x04034b50, CentralSignature = 0x02014b50, DescriptorSignature = 0x08074b50;
    private const ushort Version = 45, MadeByUnix = 3 << 8;
    private const ushort HasDescriptor = 1 << 3, NameIsUtf8 = 1 << 11;
    private const ushort LargeExtra = 1, TimeExtra = 0x5455;

    public uint Checksum { get; set; }

    public long PackedBytes { get; set; }

    public long Bytes { get; set; }

    private ushort Flags => (ushort)(HasDescriptor | (Utf8.IsValid(Name) ? NameIsUtf8 : 0));

    /// <summary>Sizes and checksum are not known yet; a descriptor behind the content has them.</summary>
    public byte[] LocalHeader()
    {
        var writer = new ZipFields(64 + Name.Length);
        writer.UInt32(LocalSignature);
        WriteCommon(writer, Flags);
        writer.UInt32(0);
        writer.UInt32(IsLarge ? uint.MaxValue : 0);
        writer.UInt32(IsLarge ? uint.MaxValue : 0);
        writer.UInt16((ushort)Name.Length);
        writer.UInt16((ushort)(TimeBytes + (IsLarge ? 20 : 0)));
        writer.Bytes(Name);
        WriteTime(writer);
        if (IsLarge)
        {
            writer.UInt16(LargeExtra);
            writer.UInt16(16);
            writer.UInt64(0);
            writer.UInt64(0);
        }

        return writer.Written;
    }

    public byte[] Descriptor()
    {
        var writer = new ZipFields(24);
        writer.UInt32(DescriptorSignature);
        writer.UInt32(Checksum);
        if (IsLarge)
        {
            writer.UInt64((ulong)PackedBytes);
            writer.UInt64((ulong)Bytes);
        }
        else
        {
            writer.UInt32((uint)PackedBytes);
            writer.UInt32((uint)Bytes);
        }

        return writer.Written;
    }

    public byte[] CentralHeader()
    {
        var isFar = IsLarge || Offset >= uint.MaxValue;
        var writer = new ZipFields(100 + Name.Length);
        writer.UInt32(CentralSignature);
        writer.UInt16(MadeByUnix | Version);
        WriteCommon(writer, Flags);
        writer.UInt32(Checksum);
        writer.UInt32(isFar ? uint.MaxValue : (uint)PackedBytes);
        writer.UInt32(isFar ? uint.MaxValue : (uint)Bytes);
        writer.UInt16((ushort)Name.Length);
        writer.UInt16((ushort)(TimeBytes + (isFar ? 28 : 0)));
        writer.UInt16(0); // comment
        writer.UInt16(0); // disk
        writer.UInt16(0); // internal attributes
        writer.UInt32((Mode << 16) | (Name.AsSpan().EndsWith("/"u8) ? 0x10u : 0)); // the last is MS-DOS' for a directory
        writer.UInt32(isFar ? uint.MaxValue : (uint)Offset);
        writer.Bytes(Name);
        WriteTime(writer);
        if (isFar)
        {
            writer.UInt16(LargeExtra);
            writer.UInt16(24);
            writer.UInt64((ulong)Bytes);
            writer.UInt64((ulong)PackedBytes);
            writer.UInt64((ulong)Offset);
        }

        return writer.Written;
    }

    private const int TimeBytes = 9;

    private void WriteCommon(ZipFields writer, ushort flags)
    {
        var time = ModifiedAt.UtcDateTime;
        time = time.Year is < 1980 or > 2107 ? new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc) : time;
        writer.UInt16(Version);
        writer.UInt16(flags);
        writer.UInt16((ushort)(IsDeflated ? 8 : 0));
        writer.UInt16((ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)));
        writer.UInt16((ushort)(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day));
    }

    /// <summary>MS-DOS' time has no zone and two seconds; this one is UTC.</summary>
    private void WriteTime(ZipFields writer)
    {
        writer.UInt16(TimeExtra);
        writer.UInt16(TimeBytes - 4);
        writer.Bytes([1]);
        writer.UInt32(unchecked((uint)ModifiedAt.ToUnixTimeSeconds()));
    }
}

/// <summary>Little-endian fields, one after another.</summary>
internal sealed class ZipFields(int most)
{
    private readonly byte[] _bytes = new byte[most];
    private int _length;

    public byte[] Written => _bytes[.._length];

    public void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_length), value);
        _length += 2;
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_length), value);
        _length += 4;
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), value);
        _length += 8;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
