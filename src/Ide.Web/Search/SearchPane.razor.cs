namespace Ide.Web.Search;

/// <summary>Search in all files, and replace. Matches stream from the sandbox to the browser's module; none passes here.</summary>
public sealed partial class SearchPane;
