using System.Threading.Channels;
using Agent.Native;
using Ide.Core.Streams;

namespace Agent.Terminals;

/// <summary>
/// What people type on its way to the program, in the order in which it came. A program that reads nothing stops those
/// who type, each for himself, and not the terminal; an interrupt goes past what waits.
/// </summary>
internal sealed class TerminalInput(PseudoTerminal terminal) : IDisposable
{
    private const byte InterruptKey = 3, QuitKey = 0x1c, SuspendKey = 0x1a;

    /// <summary>Nobody types so much between two looks of the pump: it is a paste.</summary>
    private const int PasteBytes = 4096;

    private readonly Channel<(ReadOnlyMemory<byte> Bytes, TypedBudget Budget)> _typed =
        Channel.CreateBounded<(ReadOnlyMemory<byte>, TypedBudget)>(4096);

    private CancellationTokenSource _writing = new();
    private volatile bool _isWaiting;
    private int _queuedBytes;

    /// <summary>How much of what one viewer typed may wait.</summary>
    internal sealed class TypedBudget
    {
        private readonly Pulse _returned = new();
        private int _waiting;

        public async ValueTask TakeAsync(int bytes, CancellationToken cancellationToken)
        {
            while (true)
            {
                var returned = _returned.Next();
                if (Volatile.Read(ref _waiting) <= TerminalLimits.TypedBytes)
                {
                    Interlocked.Add(ref _waiting, bytes);
                    return;
                }

                await returned.WaitAsync(cancellationToken);
            }
        }

        public void Return(int bytes)
        {
            Interlocked.Add(ref _waiting, -bytes);
            _returned.Signal();
        }
    }

    /// <summary>Waits only while too much of this viewer's own waits.</summary>
    public async ValueTask TypeAsync(ReadOnlyMemory<byte> bytes, TypedBudget budget, CancellationToken cancellationToken)
    {
        if ((_isWaiting || Volatile.Read(ref _queuedBytes) > PasteBytes) && bytes.Length == 1 && SignalOf(bytes.Span[0]) is { } signal && terminal.SendsSignals)
        {
            DropWaiting();
            terminal.Interrupt(signal);
        }

        await budget.TakeAsync(bytes.Length, cancellationToken);
        Interlocked.Add(ref _queuedBytes, bytes.Length);
        try
        {
            await _typed.Writer.WriteAsync((bytes, budget), cancellationToken);
        }
        catch (Exception stopped) when (stopped is ChannelClosedException or OperationCanceledException)
        {
            Done(bytes, budget); // nobody reads any more
        }
    }

    /// <summary>Runs until the terminal is closed.</summary>
    public async Task PumpAsync()
    {
        try
        {
            await foreach (var (bytes, budget) in _typed.Reader.ReadAllAsync())
            {
                await WriteAsync(bytes);
                Done(bytes, budget);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The program has ended, or the terminal is closed: nobody reads what is typed.
            Close();
            while (_typed.Reader.TryRead(out var unread))
            {
                Done(unread.Bytes, unread.Budget);
            }
        }
    }

    /// <summary>What was typed and not read yet is dropped.</summary>
    public void Close() => _typed.Writer.TryComplete();

    public void Dispose()
    {
        Close();
        _writing.Dispose();
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var written = terminal.Stream.TryWrite(bytes.Span);
        if (written == bytes.Length)
        {
            return;
        }

        try
        {
            _isWaiting = true;
            await terminal.Stream.WriteAsync(bytes[written..], Volatile.Read(ref _writing).Token);
        }
        catch (OperationCanceledException)
        {
            // Somebody interrupted the program: what it did not read is dropped, as a terminal does.
        }
        finally
        {
            _isWaiting = false;
        }
    }

    private void Done(ReadOnlyMemory<byte> bytes, TypedBudget budget)
    {
        Interlocked.Add(ref _queuedBytes, -bytes.Length);
        budget.Return(bytes.Length);
    }

    private void DropWaiting()
    {
        while (_typed.Reader.TryRead(out var dropped))
        {
            Done(dropped.Bytes, dropped.Budget);
        }

        Interlocked.Exchange(ref _writing, new()).Cancel();
    }

    private static int? SignalOf(byte key) => key switch
    {
        InterruptKey => Signals.Int,
        QuitKey => Signals.Quit,
        SuspendKey => Signals.TerminalStop,
        _ => null,
    };
}
