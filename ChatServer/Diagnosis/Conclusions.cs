using System.Net;

namespace ChatServer.Diagnosis;

/// <summary>
/// What follows from the facts: what is in the way first, then what may be, then what is well.
/// </summary>
internal sealed class Conclusions
{
    private readonly Facts _facts;
    private readonly List<Finding> _found = [];

    private Conclusions(Facts facts) => _facts = facts;

    private string Port => Finding.Number(_facts.Port);

    private bool Runs => _facts.Near.IsOurs || _facts.Lan.Any(knock => knock.Result.IsOurs);

    public static IReadOnlyList<Finding> From(Facts facts)
    {
        var conclusions = new Conclusions(facts);
        conclusions.OfServer();
        conclusions.OfNetwork();
        conclusions.OfAddresses();
        conclusions.OfName();
        conclusions.OfFirewalls();
        conclusions.OfWifi();
        string[] order = [Severity.Problem, Severity.Note, Severity.Ok];
        return [.. conclusions._found.OrderBy(finding => Array.IndexOf(order, finding.Severity))];
    }

    private void OfServer()
    {
        var (near, bound) = (_facts.Near, _facts.Bound);
        if (near.Outcome is ProbeOutcome.Stranger or ProbeOutcome.Silent)
        {
            var other = _facts.Port < 65535 ? _facts.Port + 1 : 8000;
            (string, string)[] values = [("port", Port), ("other", Finding.Number(other))];
            if (near.Product is { } what) Add(FindingCode.PortTaken, [.. values, ("what", what)]);
            else Add(FindingCode.PortSilent, values);
            return;
        }
        if (!Runs)
        {
            Add(FindingCode.ServerNotRunning, ("port", Port));
            return;
        }
        Add(FindingCode.ServerAnswers, ("port", Port));
        if (near.Outcome == ProbeOutcome.Failing) Add(FindingCode.ServerFailing, ("port", Port));
        if (IPAddress.IsLoopback(bound)) Add(FindingCode.OnlyThisMachine);
        else if (!bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            Add(FindingCode.OnlyOneAddress, ("address", bound.ToString()));
    }

    private void OfNetwork()
    {
        var (adapters, around) = (_facts.Adapters, _facts.Surroundings);
        var physical = adapters.Where(adapter => adapter.Kind == AdapterKind.Physical).ToList();
        var ranges = physical.SelectMany(adapter => adapter.Addresses)
            .Select(address => (Address: address, Range: AddressRanges.Of(address))).ToList();
        var usable = ranges.FindAll(one =>
            one.Range is not (AddressRange.LinkLocal or AddressRange.LinkLocalV6));
        if (adapters.Count == 0)
        {
            Add(FindingCode.NoNetwork);
        }
        else if (physical.Count == 0)
        {
            Add(FindingCode.OnlyVirtual, ("adapters", string.Join(", ", adapters.Select(one => one.Name))));
        }
        else if (usable.Count == 0)
        {
            var chosen = ranges.OrderBy(one => one.Range).Select(one => one.Address.ToString()).First();
            Add(FindingCode.NoRouter, ("address", chosen));
        }
        // One that shares the network of its host has what a router of a home or an office gave that.
        var isOfHome = ranges.Exists(one => one.Range == AddressRange.Home);
        if (around.Container is { } container)
        {
            if (!isOfHome) Add(FindingCode.Container, ("container", container), ("port", Port));
        }
        else if (around.IsWsl && !isOfHome && ranges.Exists(one => one.Range == AddressRange.Middle))
        {
            // In mirrored mode it has the addresses of Windows, which routers give out.
            var inside = ranges.First(one => one.Range == AddressRange.Middle).Address;
            Add(FindingCode.WslNat, ("address", inside.ToString()), ("port", Port));
        }
        foreach (var (address, range) in usable)
        {
            if (range == AddressRange.Shared) Add(FindingCode.SharedAddress, ("address", address.ToString()));
            if (range == AddressRange.Public) Add(FindingCode.PublicAddress, ("address", address.ToString()));
        }
        var way = adapters.FirstOrDefault(adapter =>
            around.Outgoing is { } outgoing && adapter.Addresses.Contains(outgoing));
        if (way?.Kind == AdapterKind.Tunnel) Add(FindingCode.Vpn, ("adapter", way.Name));
        if (around.Proxy is { } proxy) Add(FindingCode.Proxy, ("proxy", proxy));
    }

    private void OfAddresses()
    {
        if (!Runs || IPAddress.IsLoopback(_facts.Bound)) return;
        var mine = _facts.Instance ?? _facts.Near.Instance
            ?? _facts.Lan.Select(knock => knock.Result.Instance).FirstOrDefault();
        var lan = _facts.Lan.Where(knock => knock.Address.Adapter?.Kind != AdapterKind.Virtual).ToList();
        // The command can't know what the server was started with.
        if (_facts.Near.IsOurs && lan.Count > 0
            && lan.TrueForAll(knock => knock.Result.Outcome == ProbeOutcome.Refused))
        {
            Add(FindingCode.OnlyThisMachine);
            return;
        }
        var isOne = _facts.Near.Outcome == ProbeOutcome.Refused;
        if (isOne && lan.Find(knock => knock.Result.IsOurs) is { } only)
            Add(FindingCode.OnlyOneAddress, ("address", only.Address.Address.ToString()));
        foreach (var knock in lan)
        {
            if (isOne && knock.Result.Outcome == ProbeOutcome.Refused) continue;
            var url = PageUrl.Of(knock.Address.Address, _facts.Port);
            if (!knock.Result.IsOurs) Add(FindingCode.AddressSilent, ("url", url));
            else if (mine is not null && knock.Result.Instance is { } instance && instance != mine)
                Add(FindingCode.OtherServer, ("url", url), ("port", Port));
        }
        if (_facts.V6.Any() && _facts.V6.All(knock => !knock.Result.IsOurs)) Add(FindingCode.Ipv6Silent);
    }

    private void OfName()
    {
        if (_facts.Name is not { } check) return;
        if (check.Result?.Outcome == ProbeOutcome.NameRefused)
            Add(FindingCode.NameRefused, ("name", check.Name));
        if (check.Addresses.Count == 0)
        {
            Add(FindingCode.NameUnknown, ("name", check.Name));
        }
        else if (!check.Addresses.Any(address => IPAddress.IsLoopback(address)
            || _facts.Adapters.Any(adapter => adapter.Addresses.Contains(address))))
        {
            Add(
                FindingCode.NameElsewhere, ("name", check.Name),
                ("address", string.Join(", ", check.Addresses)));
        }
    }

    private void OfFirewalls()
    {
        if (_facts.Firewalls is not { } firewalls) return;
        if (firewalls.Count == 0) Add(FindingCode.NoFirewall);
        foreach (var state in firewalls)
        {
            (string, string)[] values =
                [("firewall", state.Firewall), ("port", Port), ("command", state.Command)];
            if (state.PublicNetwork is { } network)
            {
                Add(FindingCode.NetworkPublic, [.. values, ("network", network)]);
                continue;
            }
            var code = state.Verdict switch
            {
                FirewallVerdict.Off => FindingCode.FirewallOff,
                FirewallVerdict.Open => FindingCode.FirewallOpen,
                FirewallVerdict.Partly => FindingCode.FirewallPartly,
                FirewallVerdict.Blocks => FindingCode.FirewallBlocks,
                _ => FindingCode.FirewallUnknown,
            };
            Add(code, [.. values, ("from", state.LetIn)]);
        }
    }

    private void OfWifi()
    {
        if (_facts.Lan.Any(knock => knock.Address.IsOfLan && knock.Result.IsOurs))
            Add(FindingCode.WifiIsolation);
    }

    private void Add(string code, params (string Name, string Value)[] values) =>
        _found.Add(new Finding(code, values));
}
