using Ide.Core.Protocol;

namespace Agent.Runs;

/// <summary>Where a run's two files are: its events (<c>ID.run</c>) and its output, results included (<c>ID.out</c>).</summary>
internal readonly record struct RunFiles(string Directory, RunId Id)
{
    public const string EventsExtension = ".run";

    public string Events => Path.Combine(Directory, Id.Value + EventsExtension);

    public string Output => Path.Combine(Directory, Id.Value + ".out");

    public void Delete()
    {
        File.Delete(Events);
        File.Delete(Output);
    }
}
