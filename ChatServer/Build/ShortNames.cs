namespace ChatServer.Build;

/// <summary>a to z and A to Z, then a1 to Z1 and so on.</summary>
internal static class ShortNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string Of(int index) => index < Letters.Length
        ? $"{Letters[index]}"
        : $"{Letters[index % Letters.Length]}{index / Letters.Length}";
}
