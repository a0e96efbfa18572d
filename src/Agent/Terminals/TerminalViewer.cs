using Ide.Core.Protocol.Terminals;

namespace Agent.Terminals;

/// <summary>
/// One socket on a terminal: a position in its output. Everything here is under the terminal's lock.
/// </summary>
/// <param name="name">Who it is, as the web server vouches for it.</param>
/// <param name="mayType">False for the viewer role: its keystrokes, sizes and answers have no effect.</param>
internal sealed class TerminalViewer(string name, bool mayType, long position)
{
    private const int MostNotices = 16;

    private readonly Queue<TerminalNotice> _notices = [];

    public string Name => name;

    public bool MayType => mayType;

    /// <summary>Of the next byte to be sent.</summary>
    public long Position { get; set; } = position;

    /// <summary>The first byte that nobody has seen yet when this viewer came: what is before it is replay.</summary>
    public required long Live { get; init; }

    /// <summary>What has been dealt with; null for a viewer that does not say.</summary>
    public long? Acknowledged { get; set; }

    /// <summary>Took nothing while the program waited for it, so the program waits for it no more.</summary>
    public bool IsStalled { get; set; }

    /// <summary>For how much it has room; null: it does not say, or nobody looks at it.</summary>
    public (int Columns, int Rows)? Room { get; set; }

    /// <summary>The size that it was told last.</summary>
    public (int Columns, int Rows) KnownSize { get; set; }

    /// <summary>What it was told last about who answers.</summary>
    public bool? KnownTypist { get; set; }

    /// <summary>The last of <see cref="TerminalTyping.Count"/> that it was told, or need not be.</summary>
    public int KnownTyping { get; set; }

    /// <summary>Cancelled when it fell out of what is kept, also in the middle of a send.</summary>
    public CancellationTokenSource Lagged { get; } = new();

    public void Tell(TerminalNotice notice)
    {
        if (_notices.Count < MostNotices)
        {
            _notices.Enqueue(notice);
        }
    }

    public TerminalNotice? NextNotice() => _notices.TryDequeue(out var notice) ? notice : null;
}

/// <summary>What a viewer is to be sent next, a notice or bytes; neither: nothing for now.</summary>
/// <param name="Bytes">How many were copied.</param>
/// <param name="IsLast">Nothing follows, ever.</param>
internal readonly record struct TerminalDelivery(TerminalNotice? Notice, int Bytes, bool IsLast = false);
