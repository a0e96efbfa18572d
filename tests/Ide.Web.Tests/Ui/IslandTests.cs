using Ide.Web.Ui;
using Microsoft.JSInterop;

namespace Ide.Web.Tests.Ui;

public sealed class IslandTests
{
    [Fact]
    public async Task A_component_that_goes_while_its_module_is_on_its_way_mounts_nothing_and_keeps_nothing()
    {
        var browser = new SlowBrowser();
        var island = new Island(browser, "./X.razor.js");
        var mounting = island.MountAsync();

        await island.DisposeAsync();
        browser.Import.SetResult(browser.Module);
        await mounting;

        Assert.Equal(["import", "module gone"], browser.Done);
    }

    [Fact]
    public async Task A_component_that_goes_while_it_is_being_mounted_lets_go_of_what_was_mounted()
    {
        var browser = new SlowBrowser();
        browser.Import.SetResult(browser.Module);
        var island = new Island(browser, "./X.razor.js");
        var mounting = island.MountAsync();

        await island.DisposeAsync();
        browser.Mount.SetResult(browser.Handle);
        await mounting;

        Assert.Equal(["import", "mount", "module gone", "dispose", "handle gone"], browser.Done);
    }

    /// <summary>Answers when the test lets it, and notes what it was asked for.</summary>
    private sealed class SlowBrowser : IJSRuntime
    {
        public SlowBrowser()
        {
            Module = new Reference(this, "module");
            Handle = new Reference(this, "handle");
        }

        public List<string> Done { get; } = [];

        public TaskCompletionSource<IJSObjectReference> Import { get; } = new();

        public TaskCompletionSource<IJSObjectReference> Mount { get; } = new();

        public IJSObjectReference Module { get; }

        public IJSObjectReference Handle { get; }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => AnswerAsync<TValue>(identifier);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            AnswerAsync<TValue>(identifier);

        private async ValueTask<TValue> AnswerAsync<TValue>(string identifier)
        {
            Done.Add(identifier);
            return identifier switch
            {
                "import" => (TValue)await Import.Task,
                "mount" => (TValue)await Mount.Task,
                _ => default!,
            };
        }

        private sealed class Reference(SlowBrowser browser, string name) : IJSObjectReference
        {
            public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => browser.InvokeAsync<TValue>(identifier, args);

            public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
                browser.InvokeAsync<TValue>(identifier, args);

            public ValueTask DisposeAsync()
            {
                browser.Done.Add($"{name} gone");
                return ValueTask.CompletedTask;
            }
        }
    }
}
