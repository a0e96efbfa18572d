using System.Text.Json;
using Agent.Runs;
using Ide.Core.Protocol.Contexts;

namespace Agent.Contexts;

/// <summary>What a context does one after another. The hierarchy is closed: nested and sealed.</summary>
internal abstract record ContextWork
{
    private ContextWork() { }

    public sealed record Execute(Run Run, ExecuteCodeRequest Request, TimeSpan? Timeout) : ContextWork;

    /// <param name="Answer">Null: the interpreter ended.</param>
    public sealed record Ask(DriverQuestion Question, TaskCompletionSource<JsonElement?> Answer) : ContextWork;

    /// <summary>A fresh interpreter.</summary>
    public sealed record Restart(string Actor, TaskCompletionSource Done) : ContextWork;
}
