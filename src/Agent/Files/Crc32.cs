namespace Agent.Files;

/// <summary>The checksum of zip files (ISO 3309), eight bytes a step.</summary>
internal struct Crc32()
{
    private static readonly uint[] Table = MakeTable();

    private uint _value = uint.MaxValue;

    public readonly uint Value => ~_value;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        var value = _value;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BitConverter.ToUInt32(bytes) ^ value;
            var high = BitConverter.ToUInt32(bytes[4..]);
            value = table[0x700 + (low & 0xff)] ^ table[0x600 + ((low >> 8) & 0xff)]
                ^ table[0x500 + ((low >> 16) & 0xff)] ^ table[0x400 + (low >> 24)]
                ^ table[0x300 + (high & 0xff)] ^ table[0x200 + ((high >> 8) & 0xff)]
                ^ table[0x100 + ((high >> 16) & 0xff)] ^ table[high >> 24];
        }

        foreach (var one in bytes)
        {
            value = (value >> 8) ^ table[(value ^ one) & 0xff];
        }

        _value = value;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xedb88320);
            }

            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
        {
            table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 0xff];
        }

        return table;
    }
}
