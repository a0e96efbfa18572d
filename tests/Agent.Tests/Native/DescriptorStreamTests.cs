using Agent.Native;

namespace Agent.Tests.Native;

public sealed class DescriptorStreamTests : IAsyncDisposable
{
    private readonly DescriptorStream _reader;
    private readonly DescriptorStream _writer;

    public DescriptorStreamTests()
    {
        var (reader, writer) = DescriptorPair.Pipe(large: false);
        (_reader, _writer) = (new DescriptorStream(reader), new DescriptorStream(writer));
    }

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_there_now_can_be_counted_and_drained_without_waiting()
    {
        var buffer = new byte[100];
        Assert.Null(_reader.TryRead(buffer));
        await _writer.WriteAsync(new byte[42], Deadline);
        Assert.Equal(42, _reader.BytesAvailable);
        Assert.Equal(42, _reader.TryRead(buffer));
        Assert.Null(_reader.TryRead(buffer));
        await _writer.DisposeAsync();

        // Awaited first: a child that another test forks just now holds the writing end until its exec.
        Assert.Equal(0, await _reader.ReadAsync(buffer, Deadline));
        Assert.Equal(0, _reader.TryRead(buffer));
    }

    [Fact]
    public async Task A_pending_read_ends_when_the_stream_is_disposed()
    {
        var reading = _reader.ReadAsync(new byte[1], Deadline).AsTask();
        await _reader.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Deadline));
    }

    [Fact]
    public async Task A_cancelled_read_takes_no_byte_and_the_next_one_gets_it()
    {
        using var cancelled = new CancellationTokenSource();
        var reading = _reader.ReadAsync(new byte[1], cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await _writer.WriteAsync(new byte[] { 7 }, Deadline);
        var buffer = new byte[1];
        Assert.Equal(1, await _reader.ReadAsync(buffer, Deadline));
        Assert.Equal(7, buffer[0]);
    }

    [Fact]
    public async Task A_write_waits_for_a_full_pipe_and_goes_on_when_there_is_room()
    {
        var writing = _writer.WriteAsync(new byte[1_000_000], Deadline).AsTask();
        Assert.False(writing.IsCompleted);
        var (total, buffer) = (0, new byte[10_000]);
        while (total < 1_000_000)
        {
            total += await _reader.ReadAsync(buffer, Deadline);
        }

        await writing.WaitAsync(Deadline);
        Assert.Equal(1_000_000, total);
    }

    [Fact]
    public async Task A_pending_write_ends_when_the_reader_closes()
    {
        var writing = _writer.WriteAsync(new byte[1_000_000], Deadline).AsTask();
        await _reader.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => writing.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Reading_and_cancelling_at_the_same_time_loses_and_repeats_nothing()
    {
        const int count = 20_000;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await _writer.WriteAsync(BitConverter.GetBytes(i), Deadline);
                }
            },
            Deadline);
        var (buffer, random) = (new byte[4], new Random(5));
        for (var expected = 0; expected < count;)
        {
            using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
            if (random.Next(4) == 0)
            {
                _ = Task.Run(impatient.Cancel, Deadline); // its only effect is the cancellation that the next lines await
            }

            try
            {
                Assert.Equal(4, await _reader.ReadAsync(buffer, impatient.Token));
                Assert.Equal(expected++, BitConverter.ToInt32(buffer));
            }
            catch (OperationCanceledException) when (!Deadline.IsCancellationRequested)
            {
            }
        }

        await writing;
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
    }
}
