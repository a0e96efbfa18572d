using System.Globalization;
using Agent.Native;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>
/// Answers whether something changed since an earlier check. What is asked about is watched from its first check on, and what the
/// kernel tells of it is looked at when somebody asks again: between checks it costs nothing here, and no more than the kernel's
/// bounded queue there. The eight watches asked for last are kept, each for ten minutes.
/// </summary>
internal sealed class CheckChanges : IDisposable
{
    public const int MostKept = 8;
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly ITimer _sweeps;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, KeptWatch> _kept = [];

    /// <summary>Tells the versions of this Agent from those of one before it.</summary>
    private readonly string _agent = Guid.NewGuid().ToString("n")[..12];

    private long _number;

    public CheckChanges(TimeProvider time)
    {
        _time = time;
        _sweeps = time.CreateTimer(_ => Sweep(), null, BetweenSweeps, BetweenSweeps);
    }

    public async Task<CheckChangesAnswer> RunAsync(SandboxRoot root, CheckChangesRequest request, CancellationToken cancellationToken)
    {
        var since = request.Since is { } text ? Version.Parse(text) : null;
        var scope = new WatchScope(root, request.Watch);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Expire();
            var kept = _kept.GetValueOrDefault(scope.Key);
            kept?.Look(_time);
            var answer = Compare(since, kept);
            if (kept is not { IsGood: true })
            {
                Forget(kept);
                kept = Keep(root, scope);
            }

            return new(true, answer.Status, new Version(_agent, kept.Number, kept.Changes).ToString(), _time.GetUtcNow(), answer.Reason);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _sweeps.Dispose();
        _gate.Wait();
        foreach (var kept in _kept.Values)
        {
            kept.Dispose();
        }

        _kept.Clear();
        _gate.Release();
    }

    private (ChangeStatus Status, string? Reason) Compare(Version? since, KeptWatch? kept)
    {
        if (since is null)
        {
            return (ChangeStatus.Unchanged, null);
        }

        if (since.Agent != _agent)
        {
            return (ChangeStatus.Resync, "restarted");
        }

        if (since.Number != kept?.Number)
        {
            return (ChangeStatus.Resync, "expired");
        }

        return (kept.IsGood && since.Changes == kept.Changes ? ChangeStatus.Unchanged : ChangeStatus.Changed, null);
    }

    private KeptWatch Keep(SandboxRoot root, WatchScope scope)
    {
        if (_kept.Count >= MostKept)
        {
            Forget(_kept.Values.MinBy(static kept => kept.Asked));
        }

        var (events, tree) = FileWatches.Open(root, scope);
        return _kept[scope.Key] = new(++_number, scope, events, tree) { Asked = _time.GetTimestamp() };
    }

    private void Forget(KeptWatch? kept)
    {
        if (kept is not null)
        {
            _kept.Remove(kept.Key);
            kept.Dispose();
        }
    }

    private void Expire()
    {
        foreach (var old in _kept.Values.Where(kept => _time.GetElapsedTime(kept.Asked) >= KeptFor).ToList())
        {
            Forget(old);
        }
    }

    /// <summary>So that nobody's instance is held for what nobody asks about; while somebody asks, that call does it.</summary>
    private void Sweep()
    {
        if (_gate.Wait(0))
        {
            try
            {
                Expire();
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private sealed class KeptWatch(long number, WatchScope scope, DescriptorStream events, WatchedTree tree) : IDisposable
    {
        /// <summary>4 MiB of events: more than the queue usually holds. What is left counts as a change at the next look.</summary>
        private const int MostReads = 64;

        private readonly byte[] _buffer = new byte[64 * 1024];

        public long Number => number;

        public string Key => scope.Key;

        public long Changes { get; private set; }

        public long Asked { get; set; }

        /// <summary>False: it is not watched any more, or not all of it.</summary>
        public bool IsGood => tree is { End: null, IsWhole: true };

        public void Look(TimeProvider time)
        {
            Asked = time.GetTimestamp();
            var (changes, some) = (new List<TreeChange>(), false);
            for (var i = 0; i < MostReads && IsGood && events.TryRead(_buffer) is > 0 and var length; i++)
            {
                tree.Apply(_buffer.AsSpan(0, length), changes);
                some |= changes.Any(change => scope.Tell(change, default) is not null);
                changes.Clear();
            }

            tree.Settle();
            Changes += some ? 1 : 0;
        }

        public void Dispose() => events.Dispose();
    }

    private sealed record Version(string Agent, long Number, long Changes)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Agent}.{Number}.{Changes}");

        public static Version Parse(string text) =>
            text.Split('.') is [{ Length: 12 } agent, var number, var changes]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which)
            && long.TryParse(changes, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? new(agent, which, count)
                : throw AgentException.Invalid("since", "expected the version of an earlier check");
    }
}
