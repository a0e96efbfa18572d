using System.Text.RegularExpressions;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed partial class NewsTests(Browsers browsers)
{
    /// <summary>In the place of the browser's own: what it is told to show can be read, and its person asked, without a desktop.</summary>
    private const string RecordedNotifications =
        """
        window.notified = [];
        window.Notification = class extends EventTarget {
          static permission = "default";
          static answer = "denied";
          static async requestPermission() { return this.permission = this.answer; }
          constructor(title, { body, tag }) {
            super();
            window.notified.push({ title, body, tag, notification: this });
          }
          close() {}
        };
        """;

    [Fact]
    public async Task A_long_run_that_ends_behind_the_tab_is_told_by_its_title_and_by_a_notification_to_who_wants_it()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        await ann.Profile.AddInitScriptAsync(RecordedNotifications);
        var page = ann.Page;
        var annsPage = await SandboxPage.CreateAsync(page, "Behind");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        await page.ReloadAsync(); // into a page with the browser of the test
        await annsPage.IsLiveAsync();
        var workbench = new Workbench(page);
        await page.Keyboard.PressAsync("Control+,");
        await page.GetByTestId("settings").GetByLabel("A run is long after (seconds)").FillAsync("1");
        await page.Keyboard.PressAsync("Escape");
        await bobsPage.WriteFileAsync("train.py", "import time\ntime.sleep(1.5)\nprint('trained')\n");

        // Without the wish, the title alone.
        await workbench.HideAsync(true);
        await SandboxPage.EndsAsync(await bobsPage.RunFileAsync());
        await Assertions.Expect(page).ToHaveTitleAsync("✓ Bob's train.py finished · Behind");
        Assert.Equal("[]", await NotifiedAsync());
        await workbench.HideAsync(false);
        await Assertions.Expect(page).ToHaveTitleAsync("Behind");

        // Nor where the browser is asked and its person refuses: the page says what is left, and goes on.
        await WishAsync("This browser does not allow notifications from here; the tab's title tells it instead.");
        await workbench.HideAsync(true);
        await SandboxPage.EndsAsync(await bobsPage.RunFileAsync());
        await Assertions.Expect(page).ToHaveTitleAsync("✓ Bob's train.py finished · Behind");
        Assert.Equal("[]", await NotifiedAsync());
        await workbench.HideAsync(false);
        await WishAsync("The tab's title tells it in any case.", wants: false);

        // The browser is asked once its person has said so; then a run of either of them is told, and a click leads to it.
        await page.EvaluateAsync("Notification.permission = 'default'; Notification.answer = 'granted'");
        await WishAsync("The tab's title tells it, and a notification of the browser.");
        await page.Keyboard.PressAsync("Control+Alt+B");
        await workbench.ShowsAsync("side editor panel");
        await workbench.HideAsync(true);
        var run = await bobsPage.RunFileAsync();
        await SandboxPage.EndsAsync(run);
        await page.WaitForFunctionAsync("window.notified.length > 0");
        Assert.Matches(
            "^" + Regex.Escape($$"""[{"title":"Bob's train.py finished","body":"Bob's train.py finished after DURATION.","tag":"{{await run.GetAttributeAsync("data-run-id")}}"}]""")
                .Replace("DURATION", "[0-9.]+ s", StringComparison.Ordinal) + "$",
            await NotifiedAsync());
        await Assertions.Expect(page).ToHaveTitleAsync("✓ Bob's train.py finished · Behind");
        await page.EvaluateAsync("window.notified[0].notification.dispatchEvent(new Event('click'))");
        await workbench.ShowsAsync("side editor panel aside");
        await workbench.HideAsync(false);

        // Whoever looks on is not called.
        await SandboxPage.EndsAsync(await bobsPage.RunFileAsync());
        await SandboxPage.EndsAsync(annsPage.Runs.Nth(3));
        Assert.Equal(1, await page.EvaluateAsync<int>("window.notified.length"));
        await Assertions.Expect(page).ToHaveTitleAsync("Behind");
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        async Task WishAsync(string hint, bool wants = true)
        {
            await page.Keyboard.PressAsync("Control+,");
            await page.GetByTestId("settings").GetByLabel("Notify me when one ends while I am elsewhere").SetCheckedAsync(wants);
            await Assertions.Expect(page.GetByText(hint)).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
        }

        Task<string> NotifiedAsync() => page.EvaluateAsync<string>("JSON.stringify(window.notified.map(({ title, body, tag }) => ({ title, body, tag })))");
    }

    [Fact]
    public async Task A_question_an_error_and_an_end_are_announced_once_to_both_people_and_a_flood_is_not()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Said");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.WriteAsync("ask.py", "print('hello', input('What is your name? '))\n");
        await program.WriteAsync("wrong.py", "raise ValueError('went wrong')\n");
        await program.WriteAsync("flood.py", "for i in range(50_000): print('line', i)\n");
        await program.WriteAsync("last.py", "pass\n");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        await ListenAsync(ann.Page);
        await ListenAsync(bob.Page);

        var asking = await RunAsync("ask.py");
        await SaidAsync("ask.py asks: What is your name?");
        var field = annsPage.Runs.First.GetByLabel("What is your name?");
        await field.FillAsync("Ann");
        await field.PressAsync("Enter");
        await SandboxPage.EndsAsync(asking);
        await SaidAsync("ask.py finished");
        await SandboxPage.EndsAsync(await RunAsync("wrong.py"), "failed");
        await SaidAsync("ValueError: went wrong");
        await SandboxPage.EndsAsync(await RunAsync("flood.py"));
        await SaidAsync("flood.py finished");
        // What comes after it has been said shows that nothing of it follows.
        await SandboxPage.EndsAsync(await RunAsync("last.py"));
        await SaidAsync("last.py finished");

        string[] expected =
        [
            "ask.py asks: What is your name?", "ask.py finished after a while.", "wrong.py failed after a while. ValueError: went wrong",
            "flood.py finished after a while.", "last.py finished after a while.",
        ];
        Assert.Equal(expected, await HeardAsync(bob.Page));
        Assert.Equal(expected.Select(static line => $"Bob's {line}"), await HeardAsync(ann.Page));
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        async Task<ILocator> RunAsync(string name)
        {
            await new EditorPage(bob.Page).OpenAsync(name);
            return await bobsPage.RunFileAsync();
        }

        async Task SaidAsync(string text)
        {
            await Assertions.Expect(new Workbench(ann.Page).Announcements).ToContainTextAsync(text);
            await Assertions.Expect(new Workbench(bob.Page).Announcements).ToContainTextAsync(text);
        }
    }

    /// <summary>Notes all that a screen reader is told from here on, by whichever part of the page; of the connection it may be told any time.</summary>
    private static async Task ListenAsync(IPage page) => await page.EvaluateAsync(
        """
        () => {
          window.heard = [];
          const live = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]";
          new MutationObserver(changes => {
            const regions = new Set(changes.map(change => (change.target.closest ? change.target : change.target.parentElement)?.closest(live)));
            for (const region of regions) {
              if (region?.checkVisibility() && !region.matches(".connection, .connection-banner, [data-page-notice]") && region.textContent.trim() !== "") {
                window.heard.push(region.textContent.trim());
              }
            }
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """);

    /// <summary>What was said, with durations that no clock can change.</summary>
    private static async Task<IEnumerable<string>> HeardAsync(IPage page) =>
        (await page.EvaluateAsync<string[]>("window.heard")).Select(static line => Duration().Replace(line, "after a while."));

    [GeneratedRegex(@"after [0-9.:]+ ?(ms|s|min)?\.")]
    private static partial Regex Duration();
}
