using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>How long a run goes on after somebody pressed Stop.</summary>
/// <param name="code">Prints <c>go</c>, then does not end by itself.</param>
/// <param name="keepsVariables">False where code that ignores the interrupt may lose its interpreter.</param>
internal sealed class InterruptLatency(string name, string what, string code, bool keepsVariables) : IMeasurement
{
    private const int Warmup = 2;
    private const int Repetitions = 30;
    private const int PeerRepetitions = 15;

    /// <summary>From then on a run that goes on is one that cannot be interrupted.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>How long the code is left alone after its first output, so that it is in its loop.</summary>
    private static readonly TimeSpan Undisturbed = TimeSpan.FromMilliseconds(100);

    public Subject Subject { get; } = new(
        $"interrupt-{name}",
        $"interrupt: {what}",
        Unit.Milliseconds,
        new Goal(P99: 500),
        "From the interrupt's request, 0.1 s into the run, until the end of the run has come, as an error. "
        + (keepsVariables ? "A variable of an earlier run is still there afterwards." : "Each time in a context of its own."));

    public static IEnumerable<InterruptLatency> Cases { get; } =
    [
        new("flood", "a flood of output", """
            print('go', flush=True)
            while True:
                print('y' * 90)
            """, keepsVariables: true),
        new("sleep", "`time.sleep(60)`", """
            import time
            print('go', flush=True)
            time.sleep(60)
            """, keepsVariables: true),
        new("numpy", "a loop of NumPy products of 500 × 500", """
            import numpy as np
            product = np.eye(500)
            print('go', flush=True)
            while True:
                product = product @ product
            """, keepsVariables: true),
        new("except-pass", "`except: pass` in a loop", """
            import time
            print('go', flush=True)
            while True:
                try:
                    time.sleep(0.01)
                except:
                    pass
            """, keepsVariables: false),
    ];

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await ForkServer.WarmAsync(sandbox, cancellationToken);
        return await MeasureAsync(async () => await ProductInterpreter.StartAsync(sandbox, cancellationToken), Repetitions, cancellationToken);
    }

    public async Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken)
    {
        var server = await rig.PeerAsync(cancellationToken);
        try
        {
            return await MeasureAsync(async () => await JupyterKernel.StartAsync(server, cancellationToken), PeerRepetitions, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new PeerCannotException($"goes on for more than {Limit.TotalSeconds} s");
        }
    }

    private async Task<Samples> MeasureAsync(Func<Task<IInterpreter>> startAsync, int repetitions, CancellationToken cancellationToken)
    {
        if (!keepsVariables)
        {
            return await Repeat.Async(Warmup, repetitions, InFreshInterpreterAsync, cancellationToken);
        }

        await using var interpreter = await startAsync();
        await interpreter.RunAsync("kept = 42", static _ => { }, cancellationToken);
        return await Repeat.Async(Warmup, repetitions, InSameInterpreterAsync, cancellationToken);

        async Task<double> InFreshInterpreterAsync()
        {
            await using var fresh = await startAsync();
            return await InterruptAsync(fresh, cancellationToken);
        }

        async Task<double> InSameInterpreterAsync()
        {
            var milliseconds = await InterruptAsync(interpreter, cancellationToken);
            var end = await interpreter.RunAsync("kept", static _ => { }, cancellationToken);
            Check.Equal("42", end.Result);
            return milliseconds;
        }
    }

    private async Task<double> InterruptAsync(IInterpreter interpreter, CancellationToken cancellationToken)
    {
        var going = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = interpreter.RunAsync(code, _ => going.TrySetResult(), cancellationToken);
        await (await Task.WhenAny(going.Task, run)).WaitAsync(Deadline.OfOneStep, cancellationToken);
        await Task.Delay(Undisturbed, cancellationToken);

        var start = Stopwatch.GetTimestamp();
        await interpreter.InterruptAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
        var end = await run.WaitAsync(Limit, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (end.Error is null)
        {
            throw new WrongAnswerException("The interrupted run ended without an error.");
        }

        return elapsed.TotalMilliseconds;
    }
}
