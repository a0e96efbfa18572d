using Bunit;
using Ide.Web.Ui;

namespace Ide.Web.Tests.Ui;

public sealed class DialogTests : BunitContext
{
    public DialogTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    /// <summary>What the browser does when the page was loaded anew while the dialog was open.</summary>
    [Fact]
    public async Task A_dialog_that_is_kept_names_itself_to_the_browser_which_may_open_it_and_is_kept_no_longer_when_it_is_closed()
    {
        var dialog = Render<Dialog>(parameters => parameters
            .Add(static dialog => dialog.Title, "Invite").Add(static dialog => dialog.Kept, "invite").AddChildContent("<input data-keep='name' />"));
        Assert.Empty(dialog.FindAll("[data-kept], [data-keep]"));

        await dialog.InvokeAsync(dialog.Instance.OpenAsync);
        Assert.Equal("invite", dialog.Find("dialog").GetAttribute("data-kept"));
        Assert.Single(dialog.FindAll("[data-keep=name]"));

        await dialog.InvokeAsync(dialog.Instance.ClosedAsync);
        Assert.Empty(dialog.FindAll("[data-kept], [data-keep]"));
    }

    [Fact]
    public async Task A_dialog_without_a_name_is_not_kept()
    {
        var dialog = Render<Dialog>(static parameters => parameters.Add(static dialog => dialog.Title, "Delete?").AddChildContent("Sure?"));

        await dialog.InvokeAsync(dialog.Instance.OpenAsync);

        Assert.False(dialog.Find("dialog").HasAttribute("data-kept"));
    }
}
