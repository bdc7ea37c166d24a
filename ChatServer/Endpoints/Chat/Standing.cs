namespace ChatServer.Endpoints.Chat;

/// <summary>As what a connection is here: what it may ask for follows from it.</summary>
[Flags]
internal enum Standing
{
    /// <summary>One of the people of the house.</summary>
    Person = 1,

    /// <summary>Asks at the support desk.</summary>
    Visitor = 2,

    /// <summary>Works at the support desk.</summary>
    Agent = 4,

    Anybody = Person | Visitor | Agent,
}
