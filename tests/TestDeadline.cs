using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: TestDeadline]

/// <summary>
/// Cancels a test that has run for too long, so that what waits for <see cref="TestContext.CancellationToken"/> fails by
/// the test's name instead of holding up every other. <c>./test</c> ends what does not listen.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestDeadlineAttribute : BeforeAfterTestAttribute
{
    // The longest journey takes a minute and a half on two busy cores, and more than four while ten others build on them.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<IXunitTest, Timer> _timers = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = TestContext.Current;
        _timers[test] = new(
            _ =>
            {
                Console.Error.WriteLine($"Cancelled after {Limit}: {test.TestDisplayName}");
                context.CancelCurrentTest();
            },
            null, Limit, Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_timers.TryRemove(test, out var timer))
        {
            timer.Dispose();
        }
    }
}
