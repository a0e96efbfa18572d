using System.Text.Json.Nodes;
using Agent.Tests.Hosting;

namespace Agent.Tests.Contexts;

/// <summary>Every field of a result, filled by the library that makes it.</summary>
public sealed class ResultFormatTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly CodeClient _code = new(app);

    [Fact]
    public async Task A_figure_is_png_and_chart_and_by_request_svg_jpeg_and_pdf()
    {
        var figure = await _code.ResultAsync("import matplotlib.pyplot as plt\nplt.bar(['a', 'b'], [1, 2]);");
        Assert.StartsWith("iVBORw0KGgo", (string?)figure["png"], StringComparison.Ordinal);
        Assert.Equal("bar", (string?)figure["chart"]!["type"]);
        Assert.Equal("[1,2]", new JsonArray([.. figure["chart"]!["elements"]!.AsArray().Select(static bar => (JsonNode)(double)bar!["value"]!)]).ToJsonString());
        Assert.False((bool?)figure["isMainResult"]);
        var other = await _code.ResultAsync("plt.plot([1, 2]);", more: new { figureFormats = (string[])["svg", "jpeg", "pdf"] });
        Assert.Contains("<svg", (string?)other["svg"], StringComparison.Ordinal);
        Assert.StartsWith("/9j/", (string?)other["jpeg"], StringComparison.Ordinal);
        Assert.StartsWith("JVBERi", (string?)other["pdf"], StringComparison.Ordinal);
        Assert.Null(other["png"]);
    }

    [Fact]
    public async Task A_data_frame_is_text_html_and_data()
    {
        var frame = await _code.ResultAsync("import pandas as pd\npd.DataFrame({'n': [1, 2], 's': ['a', None]})");
        Assert.Contains("<table", (string?)frame["html"], StringComparison.Ordinal);
        Assert.Contains("None", (string?)frame["text"], StringComparison.Ordinal);
        Assert.Equal(
            """{"columns":["n","s"],"dtypes":["int64","object"],"index":[0,1],"rows":[[1,"a"],[2,null]],"total":2,"truncated":false}""",
            frame["data"]!.ToJsonString());
        Assert.True((bool?)frame["isMainResult"]);
    }

    [Theory]
    [InlineData("import sympy\nsympy.sqrt(2)", "latex", "sqrt{2}")]
    [InlineData("from IPython.display import Markdown\nMarkdown('*x*')", "markdown", "*x*")]
    [InlineData("from IPython.display import Javascript\nJavascript('alert(1)')", "javascript", "alert(1)")]
    [InlineData("from IPython.display import SVG\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')", "svg", "<svg")]
    [InlineData("from IPython.display import HTML\nHTML('<b>x</b>')", "html", "<b>x</b>")]
    [InlineData("from PIL import Image\nImage.new('RGB', (2, 2))", "png", "iVBORw0KGgo")]
    public async Task A_result_has_the_field_of_its_type(string code, string field, string expected)
    {
        var result = await _code.ResultAsync(code);
        Assert.Contains(expected, (string?)result[field], StringComparison.Ordinal);
        Assert.NotNull((string?)result["text"]);
    }

    [Theory]
    [InlineData(60, "python", true)]
    [InlineData(61, "python", false)]
    [InlineData(5000, "python", false)]
    [InlineData(60, "javascript", true)]
    [InlineData(61, "javascript", false)]
    [InlineData(5000, "javascript", false)]
    public async Task What_is_nested_too_deeply_is_left_out_and_the_context_lives_on(int depth, string language, bool isShown)
    {
        var code = language == "python"
            ? $"from IPython.display import display\nx = ['[']\nfor _ in range({depth - 1}): x = [x]\ndisplay({{'application/x-own+json': x}}, raw=True)"
            : $"x = ['[{{']; for (let i = 1; i < {depth}; i++) x = [x]; display.mime({{ 'application/x-own+json': x }})";
        var shown = (await _code.RunAsync(code, more: new { language }))[0];
        Assert.Equal(isShown, shown["mime"]?["application/x-own+json"] is not null);
        Assert.Equal(!isShown, ((string?)shown["text"])?.Contains("nested deeper than 60", StringComparison.Ordinal) == true);
        Assert.Contains(
            "execution_complete", (await _code.RunAsync("1", more: new { language })).Select(static each => (string?)each["type"]));
    }

    [Fact]
    public async Task A_string_of_megabytes_is_not_deep()
    {
        var shown = (await _code.RunAsync(
            """display.mime({ 'application/x-own+json': { a: '['.repeat(1e7) + '"' } })""", more: new { language = "javascript" }))[0];
        Assert.Equal(10_000_001, ((string?)shown["mime"]?["application/x-own+json"]?["a"])?.Length);
    }

    [Fact]
    public async Task Dicts_and_lists_are_json_too() =>
        Assert.Equal("""{"a":[1,null,"ä"]}""", (await _code.ResultAsync("{'a': [1, None, 'ä']}"))["json"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Theory]
    [InlineData("import plotly.graph_objects as go\ngo.Figure(go.Scatter(y=[1, 2]))", "application/vnd.plotly.v1+json")]
    [InlineData("import warnings; warnings.simplefilter('ignore')\nimport altair as alt, pandas as pd\nalt.Chart(pd.DataFrame({'a': [1]})).mark_bar().encode(x='a')", "application/vnd.vegalite.v4+json")]
    [InlineData("import base64\nfrom IPython.display import Image\nImage(base64.b64decode('R0lGODlhAQABAAAAACw='), format='gif')", "image/gif")]
    [InlineData("class Own:\n    def _repr_mimebundle_(self, **_): return {'application/x-own': 'x', 'text/plain': 't'}\nOwn()", "application/x-own")]
    public async Task Any_other_type_is_in_mime(string code, string type)
    {
        var result = await _code.ResultAsync(code);
        Assert.NotNull(result["mime"]![type]);
        Assert.True((bool?)result["isMainResult"]);
    }

    [Fact]
    public async Task Displays_can_be_updated_and_cleared_and_a_large_one_arrives_whole()
    {
        var events = await _code.RunAsync(
            """
            from IPython.display import HTML, clear_output
            shown = display('one', display_id='d')
            shown.update('two')
            clear_output(wait=True)
            HTML('x' * 5_000_000)
            """);
        Assert.Equal(["result", "result", "clear_output", "result", "execution_complete"], events.Select(static each => (string?)each["type"]));
        Assert.Equal(("d", null, "d", true), ((string?)events[0]["displayId"], (bool?)events[0]["isUpdate"], (string?)events[1]["displayId"], (bool?)events[1]["isUpdate"]));
        Assert.True((bool?)events[2]["wait"]);
        Assert.Equal(5_000_000, ((string?)events[3]["html"])!.Length);
    }
}
