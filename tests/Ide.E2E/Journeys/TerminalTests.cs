using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

/// <summary>What is typed, and what a program draws.</summary>
public sealed class TerminalTests(Browsers browsers)
{
    private const int CircuitDelayMs = 700;

    [Fact]
    public async Task What_is_typed_while_a_new_terminal_is_on_its_way_is_typed_into_it_however_slow_the_circuit()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        await SlowAsync(ann.Page);
        var page = await SandboxPage.CreateAsync(ann.Page, "Slow");
        await page.OpenTerminalAsync();
        var terminals = ann.Page.GetByTestId("terminal");

        await ann.Page.Keyboard.PressAsync("Control+Shift+Backquote");
        await ann.Page.Keyboard.TypeAsync("echo meant-for-$((1+1))");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(terminals).ToHaveCountAsync(2);
        await SandboxPage.ShowsAsync(terminals.Last, "meant-for-2");
        await Assertions.Expect(terminals.Last.Locator(".xterm-helper-textarea")).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("echo and-$((2+1))\n");
        await SandboxPage.ShowsAsync(terminals.Last, "and-3");

        // Whoever goes elsewhere meanwhile is not called back.
        await page.WriteFileAsync("a.txt", "");
        await page.NewTerminal.ClickAsync();
        await page.Editor.Locator(".monaco-editor").First.ClickAsync();
        await ann.Page.Keyboard.TypeAsync("in the file");
        await Assertions.Expect(terminals).ToHaveCountAsync(3);
        await SandboxPage.ShowsAsync(terminals.Last, "$");
        await ann.Page.Keyboard.TypeAsync(", all of it");
        await Assertions.Expect(page.Editor).ToContainTextAsync("in the file, all of it");
        Assert.DoesNotContain("meant", await terminals.First.TextContentAsync() ?? "", StringComparison.Ordinal);
        Assert.Empty(ann.Failures);
    }

    /// <summary>What Razor draws comes late, in order.</summary>
    private static Task SlowAsync(IPage page) => page.RouteWebSocketAsync(
        address => address.Contains("/_blazor", StringComparison.Ordinal),
        socket =>
        {
            var server = socket.ConnectToServer();
            var order = Task.CompletedTask;
            server.OnMessage(frame => order = SendAsync(order, Task.Delay(CircuitDelayMs), frame));

            async Task SendAsync(Task before, Task pause, IWebSocketFrame frame)
            {
                await before;
                await pause;
                if (frame.Text is { } text)
                {
                    socket.Send(text);
                }
                else
                {
                    socket.Send(frame.Binary!);
                }
            }
        });
}
