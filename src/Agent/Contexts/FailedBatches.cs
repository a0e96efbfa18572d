using Ide.Core.Protocol;

namespace Agent.Contexts;

/// <summary>
/// The latest batches of runs of which one has not succeeded, in whatever context: what comes behind it may find another one, as
/// the default context's successor. For the loops of all contexts.
/// </summary>
internal sealed class FailedBatches
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly HashSet<RunId> _known = [];
    private readonly Queue<RunId> _order = [];

    public bool Contains(RunId batch)
    {
        lock (_gate)
        {
            return _known.Contains(batch);
        }
    }

    public void Add(RunId batch)
    {
        lock (_gate)
        {
            if (!_known.Add(batch))
            {
                return;
            }

            _order.Enqueue(batch);
            if (_order.Count > Most)
            {
                _known.Remove(_order.Dequeue());
            }
        }
    }
}
