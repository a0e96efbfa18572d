using Ide.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ide.Web.Tests.Hosting;

public sealed class ClosingTests
{
    [Fact]
    public async Task Who_comes_back_while_the_server_ends_is_turned_away_and_does_not_hold_it_up()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var passed = 0;
        var closing = new Closing(
            _ =>
            {
                passed++;
                return Task.CompletedTask;
            },
            lifetime);

        Assert.Equal(StatusCodes.Status200OK, await StatusAsync());
        lifetime.StopApplication();
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await StatusAsync());
        Assert.Equal(1, passed);

        async Task<int> StatusAsync()
        {
            await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).BuildServiceProvider();
            var context = new DefaultHttpContext { RequestServices = services };
            await closing.InvokeAsync(context);
            return context.Response.StatusCode;
        }
    }
}
