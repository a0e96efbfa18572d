using System.Globalization;
using Ide.Core.Protocol.Access;

namespace Ide.Web.Gateway;

/// <summary>Says to an Agent who calls, in headers that no client can set.</summary>
internal static class CallerStamp
{
    extension(HttpRequestMessage request)
    {
        public void Stamp(AgentIdentity identity, string actor, Role role, long historyAfter = 0)
        {
            request.Headers.TryAddWithoutValidation(CallerHeaders.Actor, Uri.EscapeDataString(actor));
            request.Headers.TryAddWithoutValidation(CallerHeaders.Role, role.ToWire());
            request.Headers.TryAddWithoutValidation(CallerHeaders.Secret, identity.Secret);
            if (historyAfter > 0)
            {
                request.Headers.TryAddWithoutValidation(
                    CallerHeaders.HistoryAfter, historyAfter.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
