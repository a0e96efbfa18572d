using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Agent.Native;
using Ide.Core.Protocol.Files;

namespace Agent.Contexts;

/// <summary>
/// A Python process with everything imported, from which contexts are forked (Kernels/python/ide_kernel/forkserver.py
/// describes its messages). Contexts outlive it; how they end then is not known.
/// </summary>
internal sealed class ForkServer : IAsyncDisposable
{
    private const int MostMessageBytes = 4096;

    /// <summary>Larger requests do not fit into one packet; such a context starts cold.</summary>
    private const int MostRequestBytes = 128 * 1024;

    private readonly PacketSocket _socket;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ProcessSnapshot?>> _forks = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<InterpreterExit>> _exits = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outOfDate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Task _reading;
    private long _lastId;
    private int _users;

    public ForkServer(SpawnedProcess process, PacketSocket socket, IReadOnlyDictionary<string, string> environment)
    {
        (Process, _socket, _environment) = (process, socket, environment);
        _reading = ReadAsync();
    }

    public SpawnedProcess Process { get; }

    /// <summary>Contexts can be forked. Cancelled when it ended before that.</summary>
    public Task Ready => _ready.Task;

    public bool IsReady => _ready.Task.IsCompletedSuccessfully && !OutOfUse.IsCompleted;

    /// <summary>It has ended, or refused a request: what it has imported is out of date. Another one is to take its place.</summary>
    public Task OutOfUse => _outOfDate.Task;

    /// <summary>How many of its contexts live.</summary>
    public int Users => Volatile.Read(ref _users);

    /// <summary>One of its contexts has been let go.</summary>
    public void Release() => Interlocked.Decrement(ref _users);

    /// <returns>Null: the context must start cold.</returns>
    public async Task<InterpreterProcess?> ForkAsync(
        InterpreterPipes.Ends ends, SandboxPath directory, IReadOnlyDictionary<string, string> environment, long? memoryBytes,
        CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var request = Request(id, directory, environment, memoryBytes);
        if (!ColdStart.Allows(_environment, environment) || request.Length > MostRequestBytes)
        {
            return null;
        }

        var forked = _forks[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var exited = _exits[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (OutOfUse.IsCompleted || !await _socket.SendAsync(request, [ends.In, ends.Out, ends.Stdout, ends.Stderr], cancellationToken))
        {
            forked.TrySetResult(null);
        }

        if (await forked.Task.WaitAsync(cancellationToken) is not { } process)
        {
            _exits.TryRemove(id, out _);
            return null;
        }

        Interlocked.Increment(ref _users);
        return new InterpreterProcess.Forked(this, process, exited.Task);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        await Process.DisposeAsync();
    }

    private static byte[] Request(
        long id, SandboxPath directory, IReadOnlyDictionary<string, string> environment, long? memoryBytes)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "fork");
            json.WriteNumber("id", id);
            json.WriteString("cwd", directory.Value);
            if (memoryBytes is { } bytes)
            {
                json.WriteNumber("memoryBytes", bytes);
            }

            json.WriteStartObject("env");
            foreach (var (name, value) in environment)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[MostMessageBytes];
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { Length: > 0 } received)
            {
                received.Descriptor?.Dispose();
                using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Length));
                Take(message.RootElement);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or IOException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // Gone, let go, or, since user code may reach into it, talking nonsense: no more of it is used.
        }

        _ready.TrySetCanceled();
        _outOfDate.TrySetResult();
        foreach (var fork in _forks.Values)
        {
            fork.TrySetResult(null);
        }

        // The exits stay open: that a context is over shows in its own pipes.
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "ready":
                _ready.TrySetResult();
                break;
            case "forked" when _forks.TryRemove(message.GetProperty("id").GetInt64(), out var fork):
                fork.TrySetResult(new(
                    message.GetProperty("pid").GetInt32(), 0, 0, 0, message.GetProperty("startTime").GetUInt64(), "python3", 'R'));
                break;
            case "refused" when _forks.TryRemove(message.GetProperty("id").GetInt64(), out var refused):
                refused.TrySetResult(null);
                _outOfDate.TrySetResult();
                break;
            case "unfit" when _forks.TryRemove(message.GetProperty("id").GetInt64(), out var unfit):
                unfit.TrySetResult(null);
                break;
            case "exited" when _exits.TryRemove(message.GetProperty("id").GetInt64(), out var exit):
                var signal = message.GetProperty("signal").GetInt32();
                exit.TrySetResult(new(signal > 0 ? 128 + signal : message.GetProperty("exitCode").GetInt32(), signal));
                break;
        }
    }
}
