using Ide.Core.Protocol;
using Ide.Core.Sandboxes;

namespace Ide.Core.Tests.Sandboxes;

public sealed class SandboxCatalogTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ide-catalog-");
    private readonly SandboxCatalog _catalog;

    public SandboxCatalogTests() => _catalog = new(_data.FullName);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task What_was_saved_is_loaded_by_the_next_server()
    {
        var record = Record("one") with
        {
            Limits = new() { MemoryMb = 1, Cpus = 0.5 },
            HostUser = 7,
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
        };

        await _catalog.SaveAsync(record, Stop);

        var loaded = Assert.Single(new SandboxCatalog(_data.FullName).Load());
        Assert.Equivalent(record, loaded, strict: true);
    }

    [Fact]
    public async Task Records_and_their_directories_are_the_servers_alone()
    {
        await _catalog.SaveAsync(Record("one"), Stop);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{_data}/sandboxes/one/sandbox.json"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode($"{_data}/sandboxes/one"));
    }

    [Fact]
    public async Task A_forgotten_sandbox_is_a_leftover_until_its_directory_is_gone()
    {
        var record = Record("one");
        await _catalog.SaveAsync(record, Stop);

        _catalog.Forget(record.Id);

        Assert.Empty(_catalog.Load());
        Assert.Equal([record.Id], _catalog.Leftovers());
        _catalog.RemoveDirectory(record.Id);
        Assert.Empty(_catalog.Leftovers());
    }

    [Fact]
    public async Task A_write_that_a_crash_cut_short_leaves_the_record_before_it()
    {
        await _catalog.SaveAsync(Record("one"), Stop);
        await File.WriteAllTextAsync($"{_data}/sandboxes/one/.sandbox.json.0123.tmp", "{ \"id\": ", Stop);

        Assert.Equal("one", Assert.Single(_catalog.Load()).Name);
    }

    [Fact]
    public async Task A_record_that_cannot_be_understood_is_named_and_not_passed_over()
    {
        await _catalog.SaveAsync(Record("one"), Stop);
        await File.WriteAllTextAsync($"{_data}/sandboxes/one/sandbox.json", "{", Stop);

        var failure = Assert.Throws<InvalidDataException>(() => _catalog.Load());

        Assert.StartsWith($"{_data}/sandboxes/one/sandbox.json cannot be understood", failure.Message, StringComparison.Ordinal);
    }

    private static SandboxRecord Record(string id)
    {
        Assert.True(SandboxId.TryParse(id, out var parsed));
        return new()
        {
            Id = parsed,
            Name = id,
            Status = SandboxStatus.Running,
            Provider = "local",
            CreatedAt = DateTimeOffset.UnixEpoch,
            LastUsedAt = DateTimeOffset.UnixEpoch,
            Owner = "ann",
            Secret = "secret",
        };
    }
}
