using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Ide.Web.Sandboxes;

/// <summary>
/// The members of a sandbox and its unused invitations. Who is removed, or gets another role, loses what they have open at once.
/// </summary>
public sealed partial class MembersPanel : ComponentBase
{
    private IReadOnlyList<(Person Person, Role Role)> _members = [];
    private IReadOnlyList<InvitationsApi.InvitationView> _open = [];
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

    protected override Task OnInitializedAsync() => ActAsync(static () => { });

    private Task ChangeRoleAsync(Id<Person> person, string? role) => ActAsync(() =>
    {
        if (RoleNames.Parse(role) is { } wanted and not Role.Owner)
        {
            Members.ChangeRole(View.Id, person, wanted);
        }
    });

    private Task RemoveAsync(Id<Person> person) => ActAsync(() => Members.Remove(View.Id, person));

    private Task RevokeAsync(Id<Invitation> invitation) => ActAsync(() => Invitations.Revoke(View.Id, invitation));

    private async Task ActAsync(Action act)
    {
        _asked = null;
        _problem = null;
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
