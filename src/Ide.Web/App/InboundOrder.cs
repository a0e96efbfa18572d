using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Ide.Web.App;

/// <summary>
/// Takes what a page sends in the order in which it was sent. Blazor handles events when the circuit's dispatcher has time
/// for them, and the acknowledgement of a rendering at once. One that came while the dispatcher was still busy with that
/// rendering overtook the events sent before it, and then their handlers were gone before they were asked.
/// </summary>
internal sealed class InboundOrder : CircuitHandler
{
    private Func<Func<Task>, Task> _invokeAsync = static activity => activity();

    /// <summary>From now on all takes its turn at the dispatcher.</summary>
    /// <param name="invokeAsync">What a component of the circuit is invoked by.</param>
    public void TakeTurnsAt(Func<Func<Task>, Task> invokeAsync) => _invokeAsync = invokeAsync;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        activity => _invokeAsync(() => next(activity));
}
