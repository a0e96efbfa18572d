namespace Ide.Core.Streams;

/// <summary>How long to wait before what has failed is tried again: twice as long each time, up to a longest. Pure.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Longest">However often it fails.</param>
public readonly record struct GrowingPause(TimeSpan First, TimeSpan Longest)
{
    /// <param name="failures">How many there were in a row; 0: there is nothing to wait for.</param>
    public TimeSpan After(int failures)
    {
        var pause = failures > 0 ? First : TimeSpan.Zero;
        for (var failure = 1; failure < failures && pause < Longest; failure++)
        {
            pause *= 2;
        }

        return pause < Longest ? pause : Longest;
    }
}
