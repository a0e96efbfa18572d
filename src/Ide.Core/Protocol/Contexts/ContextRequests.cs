using System.Text.Json.Serialization;
using Ide.Core.Protocol.Files;

namespace Ide.Core.Protocol.Contexts;

/// <summary>Makes a context.</summary>
/// <param name="Language">Python when absent.</param>
/// <param name="Cwd">/workspace when absent; made when it is missing.</param>
/// <param name="EnvVars">Added to the sandbox's own variables; a null value is left out.</param>
/// <param name="TimeoutMs">For each of its runs that brings none of its own; null: the sandbox's default, 10 minutes.</param>
/// <param name="MemoryMb">What the interpreter may take, in MiB; null: what the sandbox has.</param>
/// <param name="Name">What people call it: 1 to 60 characters; null: it has no name of its own.</param>
/// <param name="Shared">False: its maker's own. Pages then offer it to nobody else to run in; what may be done stays a matter of roles.</param>
public sealed record CreateContextRequest(
    CodeLanguage? Language = null,
    SandboxPath? Cwd = null,
    [property: JsonPropertyName("env_vars")] IReadOnlyDictionary<string, string?>? EnvVars = null,
    int? TimeoutMs = null,
    int? MemoryMb = null,
    string? Name = null,
    bool Shared = true);

/// <summary>Changes what people see of a context.</summary>
/// <param name="Name">Null: it keeps its name.</param>
/// <param name="Shared">Null: it stays as it is. What is not shared any more becomes its maker's own.</param>
public sealed record ChangeContextRequest(string? Name = null, bool? Shared = null);

/// <summary>Runs code in a context.</summary>
/// <param name="ContextId">Null: the language's default context, made on demand and shared by all.</param>
/// <param name="Language">Of the default context; python when absent. With a context it must be the context's.</param>
/// <param name="TimeoutMs">
/// From the beginning of the run, not of its wait in the queue; 0: no limit; null: the context's, or else the sandbox's default.
/// </param>
/// <param name="EnvVars">For this run alone; null unsets.</param>
/// <param name="Path">The file that the code came from: only told, never read.</param>
/// <param name="FirstLine">The line of <paramref name="Path"/> at which the code begins, from 1: lines in errors are the file's.</param>
/// <param name="FigureFormats">Formats of matplotlib's figures in this run: png, svg, jpeg, pdf, retina. Null: as configured.</param>
/// <param name="BatchId">
/// The same for runs that belong together, as the cells of a file that are run in one go: those behind one of them that does not
/// succeed end with it, as cancelled (<c>batch_failed</c>). One that is taken out of the queue by hand is none of them.
/// </param>
public sealed record ExecuteCodeRequest(
    string Code,
    [property: JsonPropertyName("context_id")] ContextId? ContextId = null,
    CodeLanguage? Language = null,
    int? TimeoutMs = null,
    [property: JsonPropertyName("env_vars")] IReadOnlyDictionary<string, string?>? EnvVars = null,
    RunId? RunId = null,
    string? Path = null,
    IReadOnlyList<string>? FigureFormats = null,
    int? FirstLine = null,
    RunId? BatchId = null);

/// <summary>Asks about a place in code.</summary>
/// <param name="CursorPos">In UTF-16 code units, as browsers and .NET count.</param>
public sealed record CodePositionRequest(string Code, int CursorPos);

/// <summary>Answers the code that waits for input.</summary>
/// <param name="Value">A line, without its end.</param>
/// <param name="Eof">True: there is nothing to come; the code sees the end of its input.</param>
public sealed record ContextInputRequest(string? Value = null, bool Eof = false);
