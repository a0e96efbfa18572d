using System.Runtime.CompilerServices;

namespace Testing;

/// <summary>Waits for a condition, with a deadline instead of luck.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <param name="what">Said when it never comes true; left out, the condition itself.</param>
    /// <param name="within">Where more than the usual time is needed.</param>
    public static Task TrueAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task TrueAsync(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? within = null)
    {
        var until = DateTime.UtcNow + (within ?? Deadline);
        while (!await condition())
        {
            if (DateTime.UtcNow > until)
            {
                throw new TimeoutException($"It never came true that {what}.");
            }

            await Task.Delay(Step);
        }
    }
}
