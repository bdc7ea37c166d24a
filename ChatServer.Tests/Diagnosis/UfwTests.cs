using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>What ufw prints, of several versions, and what is read off it.</summary>
public sealed class UfwTests
{
    private const string Head = """
        Status: active
        Logging: on (low)
        Default: deny (incoming), allow (outgoing), disabled (routed)
        New profiles: skip

        To                         Action      From
        --                         ------      ----

        """;

    [TestCase("8000/tcp                   ALLOW IN    Anywhere                  ", FirewallVerdict.Open)]
    [TestCase("8000                       ALLOW IN    Anywhere                   # chat", FirewallVerdict.Open)]
    [TestCase("7000:9000/tcp              LIMIT IN    Anywhere                  ", FirewallVerdict.Open)]
    [TestCase("80,443,8000/tcp            ALLOW IN    Anywhere                  ", FirewallVerdict.Open)]
    [TestCase("8000/tcp on wlp2s0         ALLOW IN    Anywhere                  ", FirewallVerdict.Open)]
    [TestCase("Anywhere                   ALLOW IN    Anywhere                  ", FirewallVerdict.Open)]
    [TestCase("8000/tcp                   ALLOW       Anywhere                  ", FirewallVerdict.Open)]
    [TestCase("8000/tcp                   ALLOW IN    192.168.1.0/24            ", FirewallVerdict.Partly)]
    [TestCase("8000/udp                   ALLOW IN    Anywhere                  ", FirewallVerdict.Blocks)]
    [TestCase("8000/tcp                   ALLOW OUT   Anywhere                  ", FirewallVerdict.Blocks)]
    [TestCase("8000/tcp (v6)              ALLOW IN    Anywhere (v6)             ", FirewallVerdict.Blocks)]
    [TestCase("8001/tcp                   ALLOW IN    Anywhere                  ", FirewallVerdict.Blocks)]
    [TestCase("8000/tcp                   REJECT IN   Anywhere                  ", FirewallVerdict.Blocks)]
    [TestCase("OpenSSH                    ALLOW IN    Anywhere                  ", FirewallVerdict.Blocks)]
    [TestCase("", FirewallVerdict.Blocks)]
    public void A_rule_decides(string rule, object verdict) =>
        Assert.That(Ufw.FromStatus($"{Head}22/tcp                     ALLOW IN    Anywhere\n{rule}\n", 8000).Verdict, Is.EqualTo(verdict));

    [Test]
    public void The_first_that_fits_counts()
    {
        const string deny = "8000/tcp                   DENY IN     Anywhere\n";
        const string allow = "8000/tcp                   ALLOW IN    Anywhere\n";
        Assert.That(Ufw.FromStatus(Head + deny + allow, 8000).Verdict, Is.EqualTo(FirewallVerdict.Blocks));
        Assert.That(Ufw.FromStatus(Head + allow + deny, 8000).Verdict, Is.EqualTo(FirewallVerdict.Open));
    }

    [Test]
    public void The_next_step_and_who_is_let_in_are_said()
    {
        Assert.That(Ufw.FromStatus(Head, 8080).Command, Is.EqualTo("sudo ufw allow 8080/tcp"));
        var partly = Ufw.FromStatus($"{Head}8000/tcp                   ALLOW IN    192.168.1.0/24\n8000                       ALLOW IN    10.0.0.9\n", 8000);
        Assert.That(partly.LetIn, Is.EqualTo("192.168.1.0/24, 10.0.0.9"));
    }

    [Test]
    public void Where_all_are_let_in_by_default_a_denial_counts()
    {
        var lenient = Head.Replace("deny (incoming)", "allow (incoming)", StringComparison.Ordinal);
        Assert.That(Ufw.FromStatus(lenient, 8000).Verdict, Is.EqualTo(FirewallVerdict.Open));
        Assert.That(Ufw.FromStatus(lenient + "8000                       DENY IN     Anywhere\n", 8000).Verdict, Is.EqualTo(FirewallVerdict.Blocks));
    }

    [Test]
    public async Task Without_root_only_whether_it_is_on_is_known()
    {
        var tools = new FakeTools { ["ufw status verbose"] = new ToolOutput(1, "", "ERROR: You need to be root to run this script\n") };
        tools.Files["/etc/ufw/ufw.conf"] = "# /etc/ufw/ufw.conf\nENABLED=yes\nLOGLEVEL=low\n";
        var on = await new Ufw(tools).ReadAsync(8000, "eth0");
        Assert.That((on!.Verdict, on.Command), Is.EqualTo((FirewallVerdict.Unknown, "sudo ufw status verbose")));

        tools.Files["/etc/ufw/ufw.conf"] = "ENABLED=no\n";
        Assert.That((await new Ufw(tools).ReadAsync(8000, "eth0"))!.Verdict, Is.EqualTo(FirewallVerdict.Off));
        Assert.That(tools.Asked, Has.Count.EqualTo(1), "one that is off isn't asked");
        Assert.That(await new Ufw(new FakeTools()).ReadAsync(8000, "eth0"), Is.Null);
    }

    [Test]
    public void Root_is_told_that_it_is_off() =>
        Assert.That(Ufw.FromStatus("Status: inactive\n", 8000).Verdict, Is.EqualTo(FirewallVerdict.Off));
}
