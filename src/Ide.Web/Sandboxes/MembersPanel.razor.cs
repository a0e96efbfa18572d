using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Ide.Web.Sandboxes;

/// <summary>
/// The members of a sandbox and its unused invitations, as they are now: who joins while they are looked at is among them at once.
/// Who is removed, or gets another role, loses what they have open at once.
/// </summary>
public sealed partial class MembersPanel : ComponentBase, IDisposable
{
    private IReadOnlyList<(Person Person, Role Role)> _members = [];
    private IReadOnlyList<InvitationsApi.InvitationView> _open = [];
    private ElementReference _host;
    private string? _asked;
    private string? _problem;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Visitor { get; set; }

    [Inject]
    internal Members Members { get; set; } = null!;

    [Inject]
    internal Invitations Invitations { get; set; } = null!;

    [Inject]
    internal AccountStore Store { get; set; } = null!;

    [Inject]
    internal SandboxAccess Access { get; set; } = null!;

    protected override Task OnInitializedAsync()
    {
        Store.Memberships.Changed += Follow;
        Store.Invitations.Changed += Follow;
        return TryAsync(static () => { });
    }

    public void Dispose()
    {
        Store.Memberships.Changed -= Follow;
        Store.Invitations.Changed -= Follow;
    }

    /// <summary>Somebody joined, was invited or removed somewhere: told by whoever did it, on their thread.</summary>
    /// <remarks>A refusal is shown here; what else it throws is the circuit's to tell.</remarks>
    private void Follow() => _ = InvokeAsync(async () =>
    {
        await TryAsync(static () => { });
        StateHasChanged();
    });

    private Task Ask(Id<Person> person)
    {
        _asked = person.Value;
        return Task.CompletedTask;
    }

    private Task ChangeRoleAsync(Id<Person> person, string? role) => ActAsync(() =>
    {
        if (RoleNames.Parse(role) is { } wanted and not Role.Owner)
        {
            Members.ChangeRole(View.Id, person, wanted);
        }
    });

    private Task RemoveAsync(Id<Person> person) => TakeAwayAsync(() => Members.Remove(View.Id, person));

    private Task RevokeAsync(Id<Invitation> invitation) => TakeAwayAsync(() => Invitations.Revoke(View.Id, invitation));

    /// <summary>The row goes, and the button that was pressed with it: the keyboard stays among the members.</summary>
    private async Task TakeAwayAsync(Action act)
    {
        await ActAsync(act);
        if (_problem is null)
        {
            await _host.FocusAsync(preventScroll: true);
        }
    }

    private Task ActAsync(Action act)
    {
        _asked = null;
        _problem = null;
        return TryAsync(act);
    }

    /// <summary>Does something, and looks what there is then.</summary>
    private async Task TryAsync(Action act)
    {
        try
        {
            // A page may be older than the last change of roles.
            Access.Demand((await Visitor).User.Caller!, View.Id, Role.Owner);
            act();
            _members = Members.Of(View.Id);
            _open = [.. Invitations.Of(View.Id).Select(Invitations.View).Where(static view => view.State == InvitationsApi.InvitationState.Pending)];
        }
        catch (AgentException refusal)
        {
            _problem = refusal.Message;
        }
    }

    private static string Short(string name) => name.Length <= 12 ? name : $"{name[..11]}…";
}
