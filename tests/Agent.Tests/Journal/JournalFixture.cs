using System.Text;
using Agent.Journal;
using Agent.Runs;
using Ide.Core.Protocol.Journal;

namespace Agent.Tests.Journal;

/// <summary>A journal and its runs on a folder of their own, which can be closed and opened again.</summary>
internal sealed class JournalFixture : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JournalLimits _limits;
    private StateDirectory _state;

    public JournalFixture(JournalLimits? limits = null)
    {
        _limits = limits ?? new();
        _state = StateDirectory.Open(_folder.Path);
        Journal = new(_state, _limits, TimeProvider.System);
        Runs = new(_state, Journal, _limits, TimeProvider.System);
    }

    public EventJournal Journal { get; private set; }

    public RunRegistry Runs { get; private set; }

    public string Folder => _folder.Path;

    /// <summary>What a crash leaves: nothing is closed in order. <paramref name="meanwhile"/> may damage it further.</summary>
    public void CrashAndReopen(Action? meanwhile = null)
    {
        var copy = new TempFolder();
        foreach (var path in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "lock"))
        {
            var target = Path.Combine(copy.Path, Path.GetRelativePath(_folder.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var destination = File.Create(target);
            source.CopyTo(destination);
        }

        Close();
        Directory.Delete(_folder.Path, recursive: true);
        Directory.Move(copy.Path, _folder.Path);
        meanwhile?.Invoke();
        Open();
    }

    public void Reopen()
    {
        Close();
        Open();
    }

    public List<JournalEvent> Read(long after, long historyAfter = 0)
    {
        using var subscription = Journal.Subscribe(after, historyAfter);
        var events = new List<JournalEvent>();
        while (subscription.Read() is { IsEmpty: false } batch)
        {
            events.AddRange(Parse(batch.Lines));
        }

        return events;
    }

    public static IEnumerable<JournalEvent> Parse(ReadOnlyMemory<byte> lines) => Encoding.UTF8.GetString(lines.Span)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => System.Text.Json.JsonSerializer.Deserialize(line, JournalJson.Relaxed.JournalEvent)!);

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    private void Open()
    {
        _state = StateDirectory.Open(_folder.Path);
        Journal = new(_state, _limits, TimeProvider.System);
        Runs = new(_state, Journal, _limits, TimeProvider.System);
    }

    private void Close()
    {
        Runs.Dispose();
        Journal.Dispose();
        _state.Dispose();
    }
}
