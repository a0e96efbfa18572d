using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Ide.Web.Explorer;

/// <summary>A row of the tree in which a name is typed: Enter takes it, Escape and leaving it empty do not.</summary>
public sealed partial class NameField : ComponentBase
{
    private string _name = "";

    [Parameter, EditorRequired]
    public required NameEdit Edit { get; set; }

    [Parameter]
    public int Depth { get; set; }

    /// <summary>What it is called before.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public EventCallback<string> OnCommit { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>It is there, for the keyboard to be given to it.</summary>
    [Parameter]
    public EventCallback OnShown { get; set; }

    protected override void OnInitialized() => _name = Name;

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? OnShown.InvokeAsync() : Task.CompletedTask;

    /// <summary>Spaces around a name are an oversight, unless the file is called so already.</summary>
    private string Typed => Name == Name.Trim() ? _name.Trim() : _name;

    private Task KeyAsync(KeyboardEventArgs keys) => keys.Key == "Escape" ? OnCancel.InvokeAsync() : Task.CompletedTask;

    private Task BlurAsync() =>
        Typed is "" || Typed == Name || Edit.Problem is not null ? OnCancel.InvokeAsync() : OnCommit.InvokeAsync(Typed);
}
