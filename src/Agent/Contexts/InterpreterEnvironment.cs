using Agent.Sessions;

namespace Agent.Contexts;

/// <summary>The variables of an interpreter: the sandbox's, the context's own, and what every program may expect.</summary>
internal sealed class InterpreterEnvironment(SandboxEnvironment sandbox)
{
    /// <param name="own">What the context adds; null: nothing.</param>
    public Dictionary<string, string> For(IReadOnlyDictionary<string, string>? own)
    {
        var variables = sandbox.For(own);
        variables.TryAdd("LANG", "C.UTF-8");
        variables.TryAdd("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.TryAdd("SHELL", "/bin/bash");
        return variables;
    }
}
