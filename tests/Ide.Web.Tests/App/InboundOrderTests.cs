using Ide.Web.App;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Ide.Web.Tests.App;

public sealed class InboundOrderTests
{
    private readonly InboundOrder _order = new();
    private readonly List<string> _taken = [];

    [Fact]
    public async Task An_acknowledgement_that_comes_while_the_page_is_rendered_does_not_overtake_the_event_before_it()
    {
        var dispatcher = Dispatcher.CreateDefault();
        _order.TakeTurnsAt(dispatcher.InvokeAsync);
        using var isRendered = new ManualResetEventSlim();
        var isBusy = new TaskCompletionSource();
        var rendering = Task.Run(() => dispatcher.InvokeAsync(() =>
        {
            _taken.Add("rendering");
            isBusy.SetResult();
            isRendered.Wait(TestContext.Current.CancellationToken);
        }), TestContext.Current.CancellationToken);
        await isBusy.Task;

        // An event goes to the dispatcher by itself; the acknowledgement does not, and is what is put in order here.
        var blur = Send(() => dispatcher.InvokeAsync(() => _taken.Add("blur")));
        var acknowledged = Send(() =>
        {
            _taken.Add("acknowledged");
            return Task.CompletedTask;
        });
        Assert.Equal(["rendering"], _taken);
        isRendered.Set();
        await Task.WhenAll(rendering, blur, acknowledged);

        Assert.Equal(["rendering", "blur", "acknowledged"], _taken);
    }

    [Fact]
    public async Task Before_there_is_a_page_what_comes_is_taken_at_once()
    {
        await Send(() =>
        {
            _taken.Add("the first components");
            return Task.CompletedTask;
        });

        Assert.Equal(["the first components"], _taken);
    }

    private Task Send(Func<Task> activity)
    {
        // The context says only which circuit it is, and has no public constructor.
        CircuitInboundActivityContext context = null!;
        return _order.CreateInboundActivityHandler(_ => activity())(context);
    }
}
