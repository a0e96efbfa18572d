using Agent.Http;
using Ide.Core.Protocol.Errors;

namespace Agent.Files;

/// <summary>
/// Replaces or makes a file from the request's body, of any size, without holding it in memory. All or nothing, and with
/// <c>If-Match</c> or <c>If-None-Match: *</c> only if nobody else was faster.
/// </summary>
internal static class PutRawFile
{
    public static async Task<WrittenFile> RunAsync(HttpContext context, SandboxRoot root, Place place)
    {
        var headers = context.Request.Headers;
        if (headers.ContentRange.Count > 0)
        {
            throw AgentException.Invalid("Content-Range", "a file is always written as a whole");
        }

        var condition = ConditionOf(headers);
        CheckEarly(root, place, condition);
        using var file = new NewFile(root, place);
        var body = context.Request.BodyReader;
        while (true)
        {
            var read = await context.Request.ReadBodyAsync();
            try
            {
                foreach (var part in read.Buffer)
                {
                    file.Append(part.Span);
                }
            }
            finally
            {
                // Also when the disk is full: what follows is still read, so that the caller gets to see the answer.
                body.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted)
            {
                return file.Commit(condition);
            }
        }
    }

    /// <summary>What cannot succeed is refused before its gigabytes have come.</summary>
    private static void CheckEarly(SandboxRoot root, Place place, WriteCondition condition)
    {
        using var rights = root.Act();
        condition.Check(place, place.Status());
    }

    private static WriteCondition ConditionOf(IHeaderDictionary headers)
    {
        var none = GetRawFile.Tags(headers.IfNoneMatch);
        if (none.Count > 0 && !none.Contains("*"))
        {
            throw AgentException.Invalid("If-None-Match", "a write takes * only");
        }

        var matches = GetRawFile.Tags(headers.IfMatch);
        return new(matches.Count > 0 ? matches : null, MustBeNew: none.Count > 0);
    }
}
