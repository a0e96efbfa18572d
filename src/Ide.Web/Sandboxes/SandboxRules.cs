using System.Text;
using System.Text.RegularExpressions;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;

namespace Ide.Web.Sandboxes;

/// <summary>What the fields of a sandbox may hold.</summary>
internal static partial class SandboxRules
{
    private const int MaxNameLength = 80;
    private const int MaxLabels = 64;
    private const int MaxLabelLength = 256;

    /// <summary>No program starts with a longer variable.</summary>
    private const int MaxEnvironmentBytes = 128 * 1024;

    public static string CheckName(string name)
    {
        var text = name.Trim();
        return text.Length is > 0 and <= MaxNameLength && !text.Any(char.IsControl)
            ? text
            : throw AgentException.Invalid("name", $"Expected 1 to {MaxNameLength} visible characters.");
    }

    public static void CheckLimits(SandboxLimits? limits)
    {
        // The least is what an Agent and one shell need.
        Demand(limits?.MemoryMb is null or (>= 64 and <= 4_194_304), "limits.memoryMb", "Expected 64 to 4194304.");
        Demand(limits?.Cpus is null or (>= 0.05 and <= 1024), "limits.cpus", "Expected 0.05 to 1024.");
        Demand(limits?.Pids is null or (>= 16 and <= 4_194_304), "limits.pids", "Expected 16 to 4194304.");
        Demand(limits?.DiskMb is null or (>= 16 and <= 1_073_741_824), "limits.diskMb", "Expected 16 to 1073741824.");
    }

    public static void CheckLabels(Dictionary<string, string>? labels)
    {
        Demand(labels is null or { Count: <= MaxLabels }, "labels", $"Expected at most {MaxLabels}.");
        foreach (var (key, value) in labels ?? [])
        {
            Demand(LabelKey().IsMatch(key), "labels", "A label's key is 1 to 63 of A-Z, a-z, 0-9, _, ., / and -.");
            Demand(value is { Length: <= MaxLabelLength }, $"labels.{key}", $"Expected at most {MaxLabelLength} characters.");
        }
    }

    public static void CheckEnvironment(Dictionary<string, string>? variables)
    {
        foreach (var (name, value) in variables ?? [])
        {
            Demand(VariableName().IsMatch(name), "env", "A variable's name is letters, digits and _, and begins with none of the digits.");
            Demand(value is not null && !value.Contains('\0', StringComparison.Ordinal), $"env.{name}", "Expected text without NUL.");
        }

        Demand(
            (variables ?? []).Sum(static pair => pair.Key.Length + Encoding.UTF8.GetByteCount(pair.Value) + 2) <= MaxEnvironmentBytes,
            "env", $"Expected at most {MaxEnvironmentBytes} bytes in all.");
    }

    private static void Demand(bool condition, string field, string message)
    {
        if (!condition)
        {
            throw AgentException.Invalid(field, message);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_./-]{1,63}$")]
    private static partial Regex LabelKey();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,255}$")]
    private static partial Regex VariableName();
}
