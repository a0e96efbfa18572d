using System.Text.Json;

namespace Ide.Core.Protocol.Errors;

/// <summary>
/// A value in a client's JSON that is of the right kind and breaks a rule of ours. Its sentence is ours and goes to the
/// client, which System.Text.Json's sentences, with the names of our types in them, do not.
/// </summary>
public sealed class BrokenRuleException : JsonException
{
    public BrokenRuleException()
    {
    }

    /// <param name="rule">What the client is told, for example "Expected utf-8 or base64."</param>
    public BrokenRuleException(string rule)
        : base(rule) => Rule = rule;

    public BrokenRuleException(string rule, Exception inner)
        : base(rule, inner) => Rule = rule;

    public string Rule { get; } = "";
}
