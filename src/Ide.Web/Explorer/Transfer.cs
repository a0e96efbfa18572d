using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>What to do about a name that is taken.</summary>
public enum ClashChoice
{
    Skip,
    Replace,
    KeepBoth,
    Stop,
}

/// <param name="ForAll">Also for the clashes that follow.</param>
public readonly record struct ClashAnswer(ClashChoice Choice, bool ForAll);

/// <summary>A file or folder that has a new path.</summary>
public readonly record struct Transferred(SandboxPath From, SandboxPath To);

/// <summary>
/// Moves or copies files into a folder, one after another. Nothing that is there is written over unless somebody says so, and
/// what fails does not keep the others back.
/// </summary>
/// <param name="ask">Asked about a name that is taken.</param>
public sealed class Transfer(IExplorerFiles files, Func<string, Task<ClashAnswer>> ask)
{
    private readonly List<string> _failures = [];
    private readonly List<Transferred> _done = [];
    private ClashAnswer? _standing;

    /// <summary>What did not work, a sentence for each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public IReadOnlyList<Transferred> Done => _done;

    public async Task RunAsync(IReadOnlyList<ExplorerRow> rows, SandboxPath folder, bool isCopy, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var wanted = folder.Child(row.Name);
            if (row.IsFolder && (folder.Value + "/").StartsWith(row.Path.Value + "/", StringComparison.Ordinal))
            {
                _failures.Add($"{row.Name} cannot go into itself.");
            }
            else if (wanted == row.Path)
            {
                // A copy beside its original needs no question; to move it there is nothing to do.
                await (isCopy ? PutAsync(row, wanted, isCopy, ClashChoice.KeepBoth, cancellationToken) : Task.CompletedTask);
            }
            else if (!await PutAsync(row, wanted, isCopy, null, cancellationToken))
            {
                return;
            }
        }
    }

    /// <returns>False: somebody said to stop.</returns>
    private async Task<bool> PutAsync(ExplorerRow row, SandboxPath to, bool isCopy, ClashChoice? known, CancellationToken cancellationToken)
    {
        const int mostTries = 100;
        var wanted = to;
        var choice = known;
        for (var number = 1; number <= mostTries; number++)
        {
            try
            {
                to = choice == ClashChoice.KeepBoth ? wanted.Parent.Child(CopyName(row.Name, row.IsFolder, number)) : wanted;
                await (isCopy
                    ? files.CopyAsync(row.Path, to, overwrite: choice == ClashChoice.Replace, cancellationToken)
                    : files.MoveAsync(row.Path, to, overwrite: choice == ClashChoice.Replace, cancellationToken));
                _done.Add(new(row.Path, to));
                return true;
            }
            catch (AgentException exception) when (exception.Code == ErrorCode.FileExists && choice is null)
            {
                var answer = _standing ?? await ask(row.Name);
                _standing = answer.ForAll ? answer : null;
                choice = answer.Choice;
                if (choice is ClashChoice.Skip or ClashChoice.Stop)
                {
                    return choice == ClashChoice.Skip;
                }

                number = 0;
            }
            catch (AgentException exception) when (exception.Code == ErrorCode.FileExists && choice == ClashChoice.KeepBoth)
            {
                // This name is taken, too.
            }
            catch (AgentException exception)
            {
                _failures.Add($"{row.Name}: {exception.Message}");
                return true;
            }
        }

        _failures.Add($"{row.Name}: there are too many copies of it.");
        return true;
    }

    /// <summary>What the copy of something is called: "a copy.txt", then "a copy 2.txt".</summary>
    public static string CopyName(string name, bool isFolder, int number)
    {
        var dot = isFolder ? -1 : name.LastIndexOf('.');
        var (stem, extension) = dot > 0 ? (name[..dot], name[dot..]) : (name, "");
        return $"{stem} copy{(number > 1 ? $" {number}" : "")}{extension}";
    }
}
