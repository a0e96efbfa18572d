using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;
using Ide.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Ide.Web.Sandboxes;

/// <summary>Makes a sandbox and leads into it.</summary>
public sealed partial class CreateSandboxDialog(NavigationManager navigation) : ComponentBase
{
    private Dialog _dialog = null!;
    private string _name = "";
    private NetworkAccess _network = NetworkAccess.Egress;
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    public required Task<AuthenticationState> Visitor { get; set; }

    [Inject]
    internal SandboxActionsOfPeople Actions { get; set; } = null!;

    private SandboxId? Id => Actions.Preview(_name);

    public Task OpenAsync() => _dialog.OpenAsync();

    private async Task CreateAsync()
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _problem) = (true, null);
        try
        {
            var made = await Actions.CreateAsync((await Visitor).User.Caller!, _name, _network, CancellationToken.None);
            navigation.NavigateTo($"/s/{made.Id}");
        }
        catch (AgentException refusal)
        {
            _problem = refusal.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void Reset() => (_name, _network, _problem) = ("", NetworkAccess.Egress, null);
}
