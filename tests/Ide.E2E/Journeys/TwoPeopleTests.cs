using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class TwoPeopleTests(Browsers browsers)
{
    private const string Sales = "month,sales\nJan,10\nFeb,14\nMar,9\n";

    private const string Plot =
        """
        import pandas as pd
        import matplotlib.pyplot as plt
        sales = pd.read_csv("sales.csv")
        print("read", len(sales), "rows")
        plt.bar(sales["month"], sales["sales"])
        plt.show()
        sales
        """;

    [Fact]
    public async Task A_script_that_plots_a_CSV_shows_the_same_table_and_picture_to_who_ran_it_and_to_who_joins_later()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Sales");
        await annsPage.WriteFileAsync("sales.csv", Sales);
        await annsPage.WriteFileAsync("plot.py", Plot);

        var annsRun = await annsPage.RunFileAsync();
        await SandboxPage.EndsAsync(annsRun);
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();

        var bobsRun = bobsPage.Runs.First;
        await SandboxPage.EndsAsync(bobsRun);
        Assert.Equal(await annsRun.GetAttributeAsync("data-run-id"), await bobsRun.GetAttributeAsync("data-run-id"));
        foreach (var run in new[] { annsRun, bobsRun })
        {
            await Assertions.Expect(run).ToContainTextAsync("read 3 rows");
            await Assertions.Expect(run.Locator("td, th").Filter(new() { HasTextString = "Feb" })).ToHaveCountAsync(1);
            await Assertions.Expect(run.Locator("img")).ToHaveCountAsync(1);
        }

        Assert.Equal(await SandboxPage.ImagesOfAsync(annsRun), await SandboxPage.ImagesOfAsync(bobsRun));
        await Assertions.Expect(annsPage.Presence.Locator("[role=img]")).ToHaveCountAsync(2);
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    [Fact]
    public async Task What_one_runs_the_other_sees_live_and_an_invited_editor_answers_its_question()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Both");
        await annsPage.WriteFileAsync("wait.py", "print('first', flush=True)\nprint('you said', input('name? '))\n");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();

        await annsPage.RunFileAsync();

        var bobsRun = bobsPage.Runs.First;
        await Assertions.Expect(bobsRun).ToContainTextAsync("first", new() { Timeout = 60_000 });
        await Assertions.Expect(bobsRun).ToHaveAttributeAsync("data-state", "running");
        await bobsRun.GetByRole(AriaRole.Textbox).FillAsync("Bob himself");
        await bobsRun.GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await Assertions.Expect(annsPage.Runs.First).ToContainTextAsync("you said Bob himself");
        await SandboxPage.EndsAsync(annsPage.Runs.First);
    }

    [Fact]
    public async Task A_terminal_shows_both_the_same_and_takes_the_typing_of_both()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Terminal");
        var annsTerminal = await annsPage.OpenTerminalAsync();
        await annsPage.TypeLineAsync(annsTerminal, "echo from-$((40+2))-ann");
        await SandboxPage.ShowsAsync(annsTerminal, "from-42-ann");

        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        var bobsTerminal = bob.Page.GetByTestId("terminal").First;
        await SandboxPage.ShowsAsync(bobsTerminal, "from-42-ann");
        await bobsPage.TypeLineAsync(bobsTerminal, "echo from-$((50+1))-bob");

        await SandboxPage.ShowsAsync(annsTerminal, "from-51-bob");
        await SandboxPage.ShowsAsync(bobsTerminal, "from-51-bob");
    }
}
