namespace ChatServer.Build;

/// <summary>Names of few letters.</summary>
internal static class ShortNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>How many names there are of two letters.</summary>
    public const int OfTwo = 52 * 52;

    /// <summary>The names of two letters.</summary>
    /// <param name="index">0 to <see cref="OfTwo"/> - 1.</param>
    public static string Two(int index) =>
        $"{Letters[index / Letters.Length]}{Letters[index % Letters.Length]}";

    /// <summary>a to z and A to Z, then a1 to Z1 and so on: the shortest first.</summary>
    public static string Of(int index) => index < Letters.Length
        ? $"{Letters[index]}"
        : $"{Letters[index % Letters.Length]}{index / Letters.Length}";
}
