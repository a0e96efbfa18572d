using Agent.Runs;

namespace Agent.Sessions;

/// <summary>Writes what a command reads, as far as it reads it. Disposal is the end of file, also when not all was read.</summary>
/// <remarks>
/// The pipe is opened only when the shell has it open: with nobody at either end it forgets what was written, and the shell,
/// which comes later, would wait for a writer for ever.
/// </remarks>
internal sealed class InputFeeder : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _stopping = new();

    private InputFeeder()
    {
    }

    public static InputFeeder Start(CommandPipes pipes, HeldInput input, TimeProvider time)
    {
        var feeder = new InputFeeder();
        _ = FeedAsync(pipes, input, time, feeder._stopping.Token); // never faults
        return feeder;
    }

    public void Dispose() => _stopping.Cancel();

    private static async Task FeedAsync(CommandPipes pipes, HeldInput input, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            Native.DescriptorStream? stream;
            while ((stream = pipes.TryOpenInput()) is null)
            {
                await Task.Delay(BetweenLooks, time, stopping);
            }

            await using (stream)
            {
                await stream.WriteAsync(input.Bytes, stopping);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The command did not want all of it.
        }

        input.Dispose();
    }
}
