using Ide.Core.Protocol;
using Ide.Web.Accounts;
using Ide.Web.Explorer;
using Ide.Web.Gateway;
using Ide.Web.Sandboxes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Ide.Web.Workbench;

/// <summary>One sandbox: the panes, and who may do what in them. Everything that streams goes past this page.</summary>
public sealed partial class SandboxPage : ComponentBase
{
    private readonly WorkbenchState _workbench = new();
    private IExplorerFiles _files = null!;
    private WorkbenchView? _view;
    private bool _isMissing;

    [Parameter]
    public string Id { get; set; } = "";

    [CascadingParameter]
    public required Task<AuthenticationState> Visitor { get; set; }

    /// <summary>While the page is drawn for the first time; null once it lives.</summary>
    [CascadingParameter]
    public HttpContext? Request { get; set; }

    [Inject]
    internal AgentApi Api { get; set; } = null!;

    [Inject]
    internal SandboxViews Sandboxes { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        var caller = (await Visitor).User.Caller;
        var found = caller is not null && SandboxId.TryParse(Id, out var id) ? Sandboxes.Find(caller, id) : null;
        _isMissing = found is null;
        if (_isMissing)
        {
            // Not before the page is drawn: for a 404 Blazor would have the general page drawn in its place.
            Request?.Response.OnStarting(
                static response => Task.FromResult(((HttpResponse)response).StatusCode = StatusCodes.Status404NotFound), Request.Response);
        }

        if (found is not null && caller is not null && _view?.Id != found.Id)
        {
            _files = new AgentFiles(Api, caller, found.Id);
            _view = new(found.Id, found.Name, caller.Name, found.Role) { Limits = found.Limits, LimitsHeldBy = found.LimitsHeldBy };
        }
    }
}
