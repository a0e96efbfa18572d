using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Ui;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Ide.Web.Sandboxes;

/// <summary>Makes a link that lets one named person into the sandbox.</summary>
public sealed partial class InviteButton(IJSRuntime js) : ComponentBase, IAsyncDisposable
{
    private readonly Island _island = new(js, "./Sandboxes/InviteButton.razor.js");
    private DotNetObjectReference<InviteButton>? _self;
    private Dialog _dialog = null!;
    private ElementReference _nameField;
    private bool _invitesAnother;
    private string _name = "";
    private Role _role = Role.Editor;
    private int _days = 7;
    private string? _link;
    private DateTimeOffset _expires;
    private string? _problem;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Visitor { get; set; }

    [Inject]
    internal Invitations Invitations { get; set; } = null!;

    [Inject]
    internal SandboxAccess Access { get; set; } = null!;

    [JSInvokable]
    public Task OpenAsync() => _dialog.OpenAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await _island.MountAsync(_self, View);
        }

        if (_invitesAnother)
        {
            _invitesAnother = false;
            await _nameField.FocusAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _island.DisposeAsync();
        _self?.Dispose();
    }

    private async Task CreateAsync()
    {
        // The second half of a double click was on its way before the link could take the form's place.
        if (_link is not null)
        {
            return;
        }

        try
        {
            // A page may be older than the last change of roles.
            Access.Demand((await Visitor).User.Caller!, View.Id, Role.Owner);
            var name = DisplayName.Check(_name);
            var invitation = Invitations.Create(View.Id, name, _role, TimeSpan.FromDays(_days), HistoryFrom.Start);
            (_link, _expires, _problem) = (Invitations.View(invitation).Link, invitation.ExpiresAt, null);
        }
        catch (AgentException refusal)
        {
            _problem = refusal.Message;
        }
    }

    private void InviteAnother()
    {
        Reset();
        _invitesAnother = true;
    }

    private void Reset() => (_link, _name, _problem) = (null, "", null);
}
