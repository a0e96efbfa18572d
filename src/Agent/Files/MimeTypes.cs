using System.Collections.Frozen;

namespace Agent.Files;

/// <summary>What kind of content a file has, by its name, and where that says nothing, by whether it is text.</summary>
internal static class MimeTypes
{
    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>
    {
        ["txt"] = "text/plain",
        ["log"] = "text/plain",
        ["csv"] = "text/csv",
        ["tsv"] = "text/tab-separated-values",
        ["md"] = "text/markdown",
        ["html"] = "text/html",
        ["htm"] = "text/html",
        ["css"] = "text/css",
        ["js"] = "text/javascript",
        ["mjs"] = "text/javascript",
        ["cjs"] = "text/javascript",
        ["jsx"] = "text/jsx",
        ["ts"] = "text/typescript",
        ["tsx"] = "text/tsx",
        ["py"] = "text/x-python",
        ["rb"] = "text/x-ruby",
        ["php"] = "text/x-php",
        ["java"] = "text/x-java",
        ["kt"] = "text/x-kotlin",
        ["scala"] = "text/x-scala",
        ["swift"] = "text/x-swift",
        ["go"] = "text/x-go",
        ["rs"] = "text/x-rust",
        ["c"] = "text/x-c",
        ["h"] = "text/x-c",
        ["cc"] = "text/x-c++",
        ["cpp"] = "text/x-c++",
        ["hpp"] = "text/x-c++",
        ["cs"] = "text/x-csharp",
        ["sh"] = "text/x-shellscript",
        ["bash"] = "text/x-shellscript",
        ["sql"] = "text/x-sql",
        ["r"] = "text/x-r",
        ["yaml"] = "application/yaml",
        ["yml"] = "application/yaml",
        ["toml"] = "application/toml",
        ["json"] = "application/json",
        ["ipynb"] = "application/x-ipynb+json",
        ["xml"] = "application/xml",
        ["pdf"] = "application/pdf",
        ["zip"] = "application/zip",
        ["gz"] = "application/gzip",
        ["tar"] = "application/x-tar",
        ["wasm"] = "application/wasm",
        ["parquet"] = "application/vnd.apache.parquet",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["png"] = "image/png",
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["gif"] = "image/gif",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["bmp"] = "image/bmp",
        ["ico"] = "image/x-icon",
        ["svg"] = "image/svg+xml",
        ["mp3"] = "audio/mpeg",
        ["wav"] = "audio/wav",
        ["ogg"] = "audio/ogg",
        ["mp4"] = "video/mp4",
        ["webm"] = "video/webm",
        ["woff"] = "font/woff",
        ["woff2"] = "font/woff2",
        ["ttf"] = "font/ttf",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string? ByName(string name) =>
        name.LastIndexOf('.') is >= 0 and var dot ? ByExtension.GetValueOrDefault(name[(dot + 1)..]) : null;

    public static string Of(string name, bool isText) =>
        ByName(name) ?? (isText ? "text/plain" : "application/octet-stream");
}
