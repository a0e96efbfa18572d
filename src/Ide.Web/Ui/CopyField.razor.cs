using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Ui;

/// <summary>A read-only text with a copy button; copying is the browser's affair alone.</summary>
public sealed partial class CopyField(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Ui/CopyField.razor.js");
    private ElementReference _host;

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string? TestId { get; set; }

    /// <summary>It has come in place of what had the keyboard, and takes it.</summary>
    [Parameter]
    public bool TakesKeyboard { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host, TakesKeyboard);
        }
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
