using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// The line to one program's warden: the first report says whether the program runs, then operations go down and reports
/// come up, matched by number. It ends when nothing of the program's tree is left, or when we let go, which ends the tree.
/// </summary>
internal sealed class WardenLine(SafeFileHandle handle) : IDisposable
{
    private readonly PacketSocket _socket = new(handle);
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, Pending> _pending = [];
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _lastId;
    private bool _ended;

    public Task<ProcessExit> Exited => _exited.Task;

    /// <summary>The first report, with the terminal's master. Null: the launcher ended meanwhile.</summary>
    public async Task<(Protocol.Report Report, SafeFileHandle? Descriptor)?> ReceiveFirstAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[Marshal.SizeOf<Protocol.Report>()];
        var (length, descriptor) = await _socket.ReceiveAsync(buffer, cancellationToken);
        if (length == buffer.Length)
        {
            return (MemoryMarshal.Read<Protocol.Report>(buffer), descriptor);
        }

        descriptor?.Dispose();
        return null;
    }

    /// <summary>Reads reports until the line ends.</summary>
    public async Task RunAsync()
    {
        var buffer = new byte[Protocol.LongestReport];
        try
        {
            while (true)
            {
                var (length, descriptor) = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                descriptor?.Dispose();
                if (length == 0 || !TryHandle(buffer.AsSpan(0, length)))
                {
                    break;
                }
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or IOException)
        {
            // We let go, or the other side makes no sense: in both cases nothing more will be heard.
        }

        End();
    }

    /// <returns>The answer, or null when nothing is left that could be asked about.</returns>
    public async Task<Protocol.Report?> AskAsync(
        Protocol.Operation operation,
        IReadOnlyList<ProcessSnapshot> spared,
        List<ProcessSnapshot>? tree,
        CancellationToken cancellationToken)
    {
        var pending = new Pending(tree);
        lock (_gate)
        {
            if (_ended)
            {
                return null;
            }

            operation = operation with { Id = ++_lastId, Spared = (uint)spared.Count };
            _pending.Add(operation.Id, pending);
        }

        try
        {
            return await _socket.SendAsync(Encode(operation, spared), [], cancellationToken)
                ? await pending.Answer.Task.WaitAsync(cancellationToken)
                : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            lock (_gate)
            {
                _pending.Remove(operation.Id);
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        End();
    }

    private void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var pending in _pending.Values)
            {
                pending.Answer.TrySetResult(null);
            }
        }

        _exited.TrySetResult(ProcessExit.Unseen);
    }

    private bool TryHandle(ReadOnlySpan<byte> message)
    {
        if (!MemoryMarshal.TryRead<Protocol.Report>(message, out var report))
        {
            return false;
        }

        switch (report.Kind)
        {
            case Protocol.ReportKind.Exited:
                _exited.TrySetResult(new ProcessExit(
                    report.B == 0 ? report.A : 128 + report.B,
                    report.B,
                    report.Id != 0,
                    TimeSpan.FromMicroseconds(report.X),
                    TimeSpan.FromMicroseconds(report.Y),
                    (long)report.Z * 1024));
                return true;
            case Protocol.ReportKind.Tree:
                return TryTakeTree(report, MemoryMarshal.Cast<byte, Protocol.TreeEntry>(message[Marshal.SizeOf<Protocol.Report>()..]));
            case Protocol.ReportKind.Signalled or Protocol.ReportKind.Foreground:
                Answer(report);
                return true;
            default:
                return false;
        }
    }

    private void Answer(Protocol.Report report)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(report.Id, out var pending))
            {
                pending.Answer.TrySetResult(report);
            }
        }
    }

    private unsafe bool TryTakeTree(Protocol.Report report, ReadOnlySpan<Protocol.TreeEntry> entries)
    {
        if (report.A != entries.Length)
        {
            return false;
        }

        lock (_gate)
        {
            if (_pending.TryGetValue(report.Id, out var pending) && pending.Tree is { } tree)
            {
                foreach (ref readonly var entry in entries)
                {
                    fixed (byte* name = entry.Name)
                    {
                        var bytes = new ReadOnlySpan<byte>(name, 16);
                        var end = bytes.IndexOf((byte)0);
                        tree.Add(new ProcessSnapshot(entry.Pid, entry.Parent, entry.Group, entry.Session, entry.StartTime,
                            Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]), (char)(entry.State & 0x7f)));
                    }
                }
            }
        }

        if (report.B != 0)
        {
            Answer(report);
        }

        return true;
    }

    private static byte[] Encode(Protocol.Operation operation, IReadOnlyList<ProcessSnapshot> spared)
    {
        var (head, each) = (Marshal.SizeOf<Protocol.Operation>(), Marshal.SizeOf<Protocol.Spared>());
        var message = new byte[head + (spared.Count * each)];
        MemoryMarshal.Write(message, operation);
        for (var i = 0; i < spared.Count; i++)
        {
            var process = spared[i];
            MemoryMarshal.Write(
                message.AsSpan(head + (i * each)),
                new Protocol.Spared(process.Pid, process.Group, process.Session, 0, process.StartTime));
        }

        return message;
    }

    private sealed class Pending(List<ProcessSnapshot>? tree)
    {
        public List<ProcessSnapshot>? Tree { get; } = tree;

        public TaskCompletionSource<Protocol.Report?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
