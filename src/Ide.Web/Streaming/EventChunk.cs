namespace Ide.Web.Streaming;

/// <summary>Some events of a feed in their order, as the JSON array that goes to browsers.</summary>
/// <param name="Json">The array, brackets included.</param>
/// <param name="Starts">Where each event begins in <paramref name="Json"/>.</param>
/// <param name="Seqs">Each event's seq; 0 for one that has none.</param>
/// <param name="LastSeq">The last seq of the feed up to the end of this chunk, also when the chunk itself holds none.</param>
internal sealed record EventChunk(byte[] Json, int[] Starts, long[] Seqs, long LastSeq)
{
    /// <summary>The first seq in it; 0 when it holds none.</summary>
    public long FirstSeq { get; } = Array.Find(Seqs, static seq => seq > 0);

    public EventBatch Whole => new(Json);

    /// <summary>What of it comes after a seq.</summary>
    /// <remarks>Copies when the seq lies within; that is once a joining viewer, where history meets what is live.</remarks>
    public EventBatch After(long seq)
    {
        if (seq < FirstSeq || FirstSeq == 0)
        {
            return Whole;
        }

        var first = Array.FindLastIndex(Seqs, own => own > 0 && own <= seq) + 1;
        if (first == Seqs.Length)
        {
            return new("[]"u8.ToArray());
        }

        var rest = new byte[Json.Length - Starts[first] + 1];
        rest[0] = (byte)'[';
        Json.AsSpan(Starts[first]).CopyTo(rest.AsSpan(1));
        return new(rest);
    }
}
