using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Editor;
using Ide.Web.Workbench;

namespace Ide.Web.Tests.Editor;

public sealed class EditorPaneTests : BunitContext
{
    private readonly WorkbenchState _workbench = new();

    [Fact]
    public async Task A_file_that_is_chosen_while_the_editor_is_being_made_opens_when_it_is_there_and_only_once()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var chosen = false;
        var handle = JSInterop.SetupModule("./Editor/EditorPane.razor.js").SetupModule(call =>
        {
            if (call.Identifier == "mount" && !chosen)
            {
                chosen = true;
                _ = _workbench.OpenFileAsync("/workspace/early.py", takesKeyboard: true);
            }

            return call.Identifier == "mount";
        });
        Assert.True(SandboxId.TryParse("test", out var id));
        var pane = Render<EditorPane>(parameters => parameters
            .Add(editor => editor.View, new WorkbenchView(id, "Test", "Ann", Role.Editor))
            .AddCascadingValue(_workbench));
        pane.WaitForAssertion(() => Assert.Single(handle.Invocations, call => call.Identifier == "open"));

        await pane.InvokeAsync(() => _workbench.OpenFileAsync("/workspace/later.py", takesKeyboard: false));

        Assert.Equal(
            [("/workspace/early.py", true), ("/workspace/later.py", false)],
            handle.Invocations.Where(call => call.Identifier == "open").Select(call => ((string)call.Arguments[0]!, (bool)call.Arguments[1]!)));
    }
}
