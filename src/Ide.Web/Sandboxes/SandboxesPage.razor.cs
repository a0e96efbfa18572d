using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Ide.Web.Sandboxes;

/// <summary>The sandboxes that a person may see, as they are now.</summary>
public sealed partial class SandboxesPage : ComponentBase, IDisposable
{
    /// <summary>The list lies in memory; looking at it so often costs nothing, and a change is seen at once for a person.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<SandboxId> _busy = [];
    private readonly Dictionary<SandboxId, string> _problems = [];
    private IReadOnlyList<SandboxSummary> _sandboxes = [];
    private CreateSandboxDialog _create = null!;
    private DeleteSandboxDialog _delete = null!;
    private ElementReference _new;
    private Caller? _caller;
    private bool _mayCreate;

    [CascadingParameter]
    public required Task<AuthenticationState> Visitor { get; set; }

    [Inject]
    internal SandboxViews Views { get; set; } = null!;

    [Inject]
    internal SandboxActionsOfPeople Actions { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _caller = (await Visitor).User.Caller;
        _mayCreate = _caller?.MayCreateSandboxes == true;
        Look();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    /// <summary>Ends with the page; what it throws is a fault of this page, and reaches its error boundary.</summary>
    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Pace, Time);
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (Look())
                {
                    StateHasChanged();
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    /// <returns>Whether anything that is shown is new.</returns>
    private bool Look()
    {
        var now = Time.GetUtcNow();
        IReadOnlyList<SandboxSummary> seen = _caller is null
            ? []
            : [.. Views.VisibleTo(_caller).OrderByDescending(static view => view.LastUsedAt).Select(view => SandboxSummary.Of(view, now))];
        var isNew = !seen.SequenceEqual(_sandboxes);
        _sandboxes = seen;
        return isNew;
    }

    private Task StartAsync(SandboxId id) => DoAsync(id, Actions.StartAsync);

    private Task StopAsync(SandboxId id) => DoAsync(id, Actions.StopAsync);

    private Task AskDeleteAsync(SandboxSummary sandbox) => _delete.OpenAsync(sandbox);

    private async Task DeleteAsync(SandboxId id)
    {
        await DoAsync(id, Actions.DeleteAsync);
        if (_mayCreate && !_problems.ContainsKey(id))
        {
            // What had the keyboard has gone with it.
            await _new.FocusAsync(preventScroll: true);
        }
    }

    private async Task DoAsync(SandboxId id, Func<Caller, SandboxId, CancellationToken, Task> action)
    {
        _problems.Remove(id);
        _busy.Add(id);
        StateHasChanged();
        try
        {
            await action(_caller!, id, _ending.Token);
        }
        catch (AgentException refusal)
        {
            _problems[id] = refusal.Message;
        }
        finally
        {
            _busy.Remove(id);
            Look();
        }
    }
}
