namespace Agent.Contexts;

/// <summary>
/// Brings an execution to its end. 1: an interrupt. 2: again, every <see cref="Repeat"/>; the driver then unwinds code that
/// has swallowed the first one, and leaves alone what is still dealing with it. 3: after <see cref="Grace"/>, it is left to
/// the caller to end the interpreter, and with it its variables.
/// </summary>
internal static class Interruption
{
    public static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <returns>False: the code goes on all the same.</returns>
    public static async Task<bool> RunAsync(Interpreter interpreter, CodeExecution execution, TimeProvider time)
    {
        var begin = time.GetTimestamp();
        while (!execution.Over.IsCompleted)
        {
            if (time.GetElapsedTime(begin) >= Grace)
            {
                return false;
            }

            await interpreter.InterruptAsync(execution.Id);
            await Task.WhenAny(execution.Over, Task.Delay(Repeat, time));
        }

        return true;
    }
}
