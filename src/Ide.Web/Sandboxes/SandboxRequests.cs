using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;

namespace Ide.Web.Sandboxes;

/// <summary>The body of POST and PUT, as it comes.</summary>
internal sealed record SandboxRequest
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Provider { get; init; }

    public string? Image { get; init; }

    public Dictionary<string, string>? Env { get; init; }

    public SandboxLimits? Limits { get; init; }

    public NetworkAccess? Network { get; init; }

    public Lifetime? SleepAfter { get; init; }

    public bool? KeepAlive { get; init; }

    public Lifetime? DestroyAfter { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    /// <exception cref="AgentException">A field makes no sense.</exception>
    public SandboxWish Check()
    {
        SandboxRules.CheckEnvironment(Env);
        SandboxRules.CheckLimits(Limits);
        SandboxRules.CheckLabels(Labels);
        if (Provider is not (null or "local" or "docker"))
        {
            throw AgentException.Invalid("provider", "Expected local or docker.");
        }

        return new()
        {
            Name = Name is null ? null : SandboxRules.CheckName(Name),
            Provider = Provider,
            Image = Image,
            Env = Env,
            Limits = Limits,
            Network = Network ?? NetworkAccess.Egress,
            SleepAfter = SleepAfter?.Value,
            KeepAlive = KeepAlive ?? false,
            DestroyAfter = DestroyAfter?.Value,
            Labels = Labels,
        };
    }
}

/// <summary>The body of PATCH: what is left out stays.</summary>
internal sealed record SandboxPatch
{
    public string? Name { get; init; }

    public Lifetime? SleepAfter { get; init; }

    public bool? KeepAlive { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    /// <summary>Who stays, with their roles; who is not listed is a member no longer.</summary>
    public IReadOnlyList<MemberView>? Members { get; init; }

    public SandboxChange Check()
    {
        SandboxRules.CheckLabels(Labels);
        return new(Name is null ? null : SandboxRules.CheckName(Name), SleepAfter?.Value, KeepAlive, Labels);
    }
}

internal sealed record MemberView(string Name, Role Role);
