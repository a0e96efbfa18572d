using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agent.Journal;

/// <summary>
/// Names the journal's past. It is renewed when that past may have been replaced: the file is gone (restore, fork), or
/// the machine went down before everything was on disk, so that numbers which somebody has seen may be given again.
/// </summary>
/// <param name="BootId">The kernel's boot in which the journal was last written.</param>
/// <param name="IsClean">True: it was closed in order, so nothing is missing.</param>
internal sealed record JournalIdentity(string JournalId, string BootId, bool IsClean)
{
    public static JournalIdentity Open(string directory)
    {
        var boot = CurrentBoot();
        var kept = Read(directory);
        var identity = kept is not null && (kept.IsClean || kept.BootId == boot)
            ? new JournalIdentity(kept.JournalId, boot, false)
            : new(Guid.NewGuid().ToString("N"), boot, false);
        identity.Write(directory);
        return identity;
    }

    public void WriteClean(string directory) => (this with { IsClean = true }).Write(directory);

    private void Write(string directory)
    {
        var fresh = PathIn(directory) + ".new";
        using (var stream = File.Create(fresh))
        {
            JsonSerializer.Serialize(stream, this, JournalStateJson.Default.JournalIdentity);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, PathIn(directory), overwrite: true);
    }

    private static JournalIdentity? Read(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(directory)), JournalStateJson.Default.JournalIdentity);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    private static string PathIn(string directory) => Path.Combine(directory, "journal.json");

    private static string CurrentBoot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}

/// <summary>The JSON of what the journal keeps about itself.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JournalIdentity))]
internal sealed partial class JournalStateJson : JsonSerializerContext;
