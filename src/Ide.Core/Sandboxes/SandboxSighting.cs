namespace Ide.Core.Sandboxes;

/// <summary>How a sandbox stands for somebody who watches it. The hierarchy is closed: nested and sealed.</summary>
public abstract record SandboxSighting
{
    private SandboxSighting() { }

    /// <summary>Its Agent lives.</summary>
    public sealed record Here : SandboxSighting;

    /// <summary>Its Agent ended by itself: <see cref="SandboxLifecycle.ReviveAsync"/> starts it again.</summary>
    /// <param name="Attempt">Which start in a row this one will be, from 1.</param>
    public sealed record Died(int Attempt) : SandboxSighting;

    /// <summary>Nobody keeps it running: it was stopped, sleeps, or is gone.</summary>
    public sealed record Stopped : SandboxSighting;

    /// <summary>It could not be started, or died too often. A person has to start it.</summary>
    public sealed record Failed(string Reason) : SandboxSighting;
}
