using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Sandboxes;

namespace Ide.Web.Tests.Sandboxes;

public sealed class DeleteSandboxDialogTests : BunitContext
{
    [Theory]
    [InlineData("Sales", true)]
    [InlineData(" Sales ", true)]
    [InlineData("sb-1", true)]
    [InlineData("Sale", false)]
    [InlineData("", false)]
    public async Task Deletes_what_is_typed_by_its_name_or_its_id(string typed, bool isDeleted)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        List<SandboxId> deleted = [];
        var dialog = Render<DeleteSandboxDialog>(parameters => parameters.Add(each => each.OnConfirmed, deleted.Add));
        Assert.True(SandboxId.TryParse("sb-1", out var id));
        await dialog.InvokeAsync(() => dialog.Instance.OpenAsync(new SandboxSummary(id, "Sales", "stopped", null, "owner", 0, "just now", "local", "internet", Role.Owner)));

        dialog.Find("[data-testid=confirm-delete]").Input(typed);
        Assert.Equal(!isDeleted, dialog.Find("[data-testid=delete-sandbox]").HasAttribute("disabled"));
        await dialog.Find("form").SubmitAsync();

        Assert.Equal(isDeleted ? [id] : [], deleted);
    }
}
