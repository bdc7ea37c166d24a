namespace ChatServer.Diagnosis;

/// <summary>What an adapter leads to.</summary>
internal enum AdapterKind
{
    /// <summary>A cable or a Wi-Fi: where other devices are.</summary>
    Physical,

    /// <summary>Containers and virtual machines: nobody but this machine is there.</summary>
    Virtual,

    /// <summary>A tunnel to somewhere else.</summary>
    Tunnel,
}
