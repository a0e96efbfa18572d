using System.Text;
using Agent.Native;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>
/// The standard descriptors of an interpreter. Whoever reads them, the two loops that wait for them or the one that needs
/// them drained before a message, does it under one lock, so that bytes go on in the order in which they were read.
/// </summary>
internal sealed class InterpreterOutput(PolledDescriptor stdout, PolledDescriptor stderr, Lock gate, Action<OutputStream, ReadOnlySpan<byte>> sink)
{
    private const int ReadBytes = 64 * 1024;

    /// <summary>
    /// Children of the code may write faster than anybody reads. What the driver itself wrote before a message is at most
    /// what a pipe holds, 1 MiB, and therefore within this.
    /// </summary>
    private const int MostDrainedBytes = 2 * 1024 * 1024;

    /// <summary>How many reads before the lock is given to who else needs it.</summary>
    private const int ReadsPerTurn = 8;

    private const int KeptForDiagnosis = 2000;

    /// <summary>So many small reads of one stream, nothing else between them, are a program that writes line by line.</summary>
    private const int DripReads = 32;

    private const int SmallBytes = 4096;

    /// <summary>
    /// What such a program writes is left to gather so long: else every line would cost two switches between processes.
    /// </summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _buffer = new byte[ReadBytes];
    private readonly StringBuilder _beginning = new();
    private OutputStream _dripping;
    private int _drips;

    /// <summary>The first words on stderr: what a driver that cannot start says.</summary>
    public string Beginning
    {
        get
        {
            lock (gate)
            {
                return _beginning.ToString();
            }
        }
    }

    /// <summary>Reads until both descriptors are closed by everybody who had them, or disposed of.</summary>
    public Task RunAsync() => Task.WhenAll(ReadAsync(stdout, OutputStream.Stdout), ReadAsync(stderr, OutputStream.Stderr));

    /// <summary>Takes everything that is there now. Under the lock.</summary>
    public void Drain()
    {
        _drips = 0;
        Drain(stdout, OutputStream.Stdout);
        Drain(stderr, OutputStream.Stderr);
    }

    private void Drain(PolledDescriptor pipe, OutputStream stream)
    {
        try
        {
            for (var drained = 0; drained < MostDrainedBytes && PipeReading.TryRead(pipe, _buffer) is { } count and > 0; drained += count)
            {
                Take(stream, count);
            }
        }
        catch (ObjectDisposedException)
        {
            // The interpreter is being let go.
        }
    }

    private async Task ReadAsync(PolledDescriptor pipe, OutputStream stream)
    {
        try
        {
            while (true)
            {
                await pipe.WaitReadableAsync(CancellationToken.None);
                if (_dripping == stream && _drips > DripReads)
                {
                    await Task.Delay(GatherTime);
                }

                lock (gate)
                {
                    for (var turn = 0; turn < ReadsPerTurn; turn++)
                    {
                        var count = PipeReading.TryRead(pipe, _buffer);
                        if (count == 0)
                        {
                            return;
                        }

                        if (count is null)
                        {
                            break;
                        }

                        Take(stream, count.Value);
                    }
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The interpreter is being let go.
        }
    }

    private void Take(OutputStream stream, int count)
    {
        if (stream == OutputStream.Stderr && _beginning.Length < KeptForDiagnosis)
        {
            _beginning.Append(Encoding.UTF8.GetString(_buffer.AsSpan(0, Math.Min(count, KeptForDiagnosis))));
        }

        _drips = count < SmallBytes && stream == _dripping ? _drips + 1 : 0;
        _dripping = stream;
        sink(stream, _buffer.AsSpan(0, count));
    }
}
