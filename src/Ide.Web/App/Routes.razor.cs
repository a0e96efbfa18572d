using Microsoft.AspNetCore.Components;

namespace Ide.Web.App;

/// <summary>The root of the pages: which address is which page.</summary>
public sealed partial class Routes : ComponentBase
{
    [Inject]
    internal InboundOrder Inbound { get; set; } = null!;

    protected override void OnInitialized() => Inbound.TakeTurnsAt(InvokeAsync);
}
