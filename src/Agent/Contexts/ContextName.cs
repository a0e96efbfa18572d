using Ide.Core.Protocol.Errors;

namespace Agent.Contexts;

/// <summary>What people see of a context beside its interpreter: it may change while it lives.</summary>
/// <param name="Name">Null: it was given none.</param>
/// <param name="Owner">Who made it; the default ones are everybody's, whoever was first.</param>
/// <param name="Shared">False: it is its owner's own.</param>
/// <param name="IsDefault">Runs of its language that name no context come here.</param>
internal sealed record ContextName(string? Name, string Owner, bool Shared, bool IsDefault)
{
    private const int MostCharacters = 60;

    /// <exception cref="AgentException">It is too long, blank, or holds what is no text.</exception>
    public static void Check(string? name)
    {
        if (name is not null && (name.Length > MostCharacters || string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)))
        {
            throw AgentException.Invalid("name", $"expected 1 to {MostCharacters} characters, not all of them blank");
        }
    }
}
